/** Why a delivery is refused. */
export type WebhookErrorCode = 'wrong_secret' | 'too_large' | 'invalid_body';

const STATUS = { wrong_secret: 401, too_large: 413, invalid_body: 400 } as const satisfies Record<
  WebhookErrorCode,
  number
>;

/** A delivery that was refused. Says nothing of the secret, nor of the body. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookErrorCode;
  /** HTTP status to answer with: 401, 413 or 400. */
  readonly status: number;

  constructor(code: WebhookErrorCode, message: string) {
    super(message);
    this.code = code;
    this.status = STATUS[code];
  }
}
