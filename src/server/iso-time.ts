/** Milliseconds since 1970 as the API writes times: `2026-01-01T00:00:00.000Z`. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
