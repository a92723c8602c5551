/** How a process ends. Scripts depend on these: they may grow, not change. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  /** Wrong command, flag, file or setting; also a refusal to ask when nobody can answer. */
  usage: 2,
  /** Some of the work was done, and the rest is listed. */
  partial: 3,
  auth: 4,
  notFound: 5,
  /** It exists already, or somebody else holds it. */
  conflict: 6,
  rateLimit: 7,
  server: 8,
  network: 9,
  verification: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
