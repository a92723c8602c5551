import type { ApiPromise, WithResponse } from '../call.js';

/**
 * The promise of a call. It holds one promise only, the envelope's, so that a refusal is reported once however the
 * caller looks at it: a second promise for the body would reject on its own when nobody awaits it.
 */
export class ApiCall<Body> implements ApiPromise<Body> {
  readonly [Symbol.toStringTag] = 'ApiCall';
  readonly #answer: Promise<WithResponse<Body>>;

  constructor(answer: Promise<WithResponse<Body>>) {
    this.#answer = answer;
  }

  withResponse(): Promise<WithResponse<Body>> {
    return this.#answer;
  }

  then<Fulfilled = Body, Rejected = never>(
    onFulfilled?: ((body: Body) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    const answer = this.#answer;
    if (typeof onFulfilled === 'function') return answer.then(({ data }) => onFulfilled(data), onRejected);
    return (answer.then(({ data }) => data) as Promise<Fulfilled>).then(undefined, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Body | Rejected> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Body> {
    return this.then().finally(onFinally);
  }
}

/** The same call with another body, computed once. */
export function mapCall<From, To>(call: ApiPromise<From>, change: (body: From) => To): ApiCall<To> {
  return new ApiCall(call.withResponse().then((answer) => ({ ...answer, data: change(answer.data) })));
}
