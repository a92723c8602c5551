/** Codes of failures before a byte of the request was sent. */
const CONNECT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Certificates do not get better by trying again. */
const CERTIFICATE_CODES =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET)_|HOSTNAME_MISMATCH)/;

/** The platform's code, wherever in the chain of causes it is. */
export function connectionCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth++) {
    const { code, cause, errors } = current as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return undefined;
}

export function isConnectCode(code: string | undefined): boolean {
  return code !== undefined && CONNECT_CODES.has(code);
}

export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && CERTIFICATE_CODES.test(code);
}

export function isTransientCode(code: string | undefined): boolean {
  return (
    code === undefined ||
    (!isCertificateCode(code) && !code.startsWith('ERR_INVALID_') && code !== 'UND_ERR_INVALID_ARG')
  );
}
