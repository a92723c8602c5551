import { isApiError, type ApiError } from '../../../src/index.js';

/** The service's refusal of a call; any other outcome is thrown. */
export async function refusal(call: PromiseLike<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (isApiError(error)) return error;
    throw error;
  }
  throw new Error('The call was not refused.');
}
