import { describe, expect, it } from 'vitest';
import { readErrorBody } from '../../src/transport/error-body.js';

const read = (body: unknown) => readErrorBody(typeof body === 'string' ? body : JSON.stringify(body));

describe('readErrorBody', () => {
  it('reads the envelope', () => {
    const error = {
      message: 'Taken.',
      type: 'AlreadyExistsError',
      code: 'namespace_name_taken',
      details: { id: 'ns_1' },
    };
    expect(read({ success: false, status: 409, error })).toEqual({ ...error, fieldErrors: [] });
  });

  it('reads an envelope inside detail', () => {
    const error = { message: 'Slow down.', type: 'TooManyRequestsError', details: { retry_after_seconds: 2 } };
    expect(read({ detail: { error } })).toEqual({ ...error, fieldErrors: [] });
  });

  it('reads a text detail', () => {
    expect(read({ detail: 'Not here' })).toEqual({ message: 'Not here', fieldErrors: [] });
  });

  it('reads a list of field errors', () => {
    const detail = [
      { loc: ['body', 'documents', 3, 'vectors'], msg: 'field required', type: 'missing' },
      { loc: ['query', 'limit'], msg: 'too big', type: 'int' },
    ];
    expect(read({ detail })).toEqual({
      message: 'documents[3].vectors: field required (and 1 more)',
      type: 'ValidationError',
      fieldErrors: [
        { path: 'documents[3].vectors', message: 'field required', location: 'body', type: 'missing' },
        { path: 'limit', message: 'too big', location: 'query', type: 'int' },
      ],
    });
  });

  it('reads field errors inside the envelope', () => {
    const validation_errors = [{ type: 'missing', location: ['body', 'name'], message: 'is required' }];
    expect(
      read({ error: { message: 'Bad.', type: 'ValidationError', details: { validation_errors } } }).fieldErrors,
    ).toEqual([{ path: 'name', message: 'is required', location: 'body', type: 'missing' }]);
  });

  it.each([
    ['', undefined],
    ['{}', undefined],
    ['[]', '[]'],
    ['Bad   gateway\n', 'Bad gateway'],
    ['<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', '502 Bad Gateway'],
    ['<html><style>p{}</style><body><p>No</p> <b>way</b></body></html>', 'No way'],
    [{ error: 'plain' }, 'plain'],
    [{ message: 'bare' }, 'bare'],
    [{ detail: { message: 'nested' } }, 'nested'],
  ])('finds the message of %j', (body, message) => {
    expect(read(body).message).toBe(message);
  });
});
