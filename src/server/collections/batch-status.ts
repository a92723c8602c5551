const UNDER_WAY: ReadonlySet<string> = new Set(['PENDING', 'IN_PROGRESS', 'PROCESSING']);

/** Submitted, and not at its end. */
export const isUnderWay = (status: string): boolean => UNDER_WAY.has(status);
