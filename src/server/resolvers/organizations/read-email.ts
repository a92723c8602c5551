import { unprocessable } from '../../problem.js';

const FORM = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** An address in lower case. Throws the 422 of what is none. */
export function readEmail(given: string, field: string): string {
  if (FORM.test(given)) return given.toLowerCase();
  throw unprocessable([
    {
      type: 'value_error',
      location: ['body', field],
      message: `"${given}" is not an e-mail address; write it like someone@example.com`,
    },
  ]);
}
