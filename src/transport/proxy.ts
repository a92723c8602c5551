const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

/** Whether the environment asks for a proxy. */
export const usesProxy = (env: Readonly<Record<string, string | undefined>>): boolean =>
  PROXY_VARIABLES.some((name) => Boolean(env[name]));
