import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../src/errors.js';
import { compileArguments } from '../../src/resources/arguments.js';
import { bodyOf, observeClient } from '../helpers/client.js';
import { row } from '../helpers/transport.js';

const inNamespace = row({
  id: 'a.get',
  path: '/v1/a/{a_id}',
  args: ['a_id'],
  namespace: { in: 'header' },
  query: [{ name: 'deep' }],
});
const onNamespace = row({
  id: 'ns.clone',
  http: 'POST',
  path: '/v1/ns/{namespace_id}',
  namespace: { in: 'path', arg: true },
  body: { kind: 'json', required: true },
});
const removal = row({
  id: 'ns.delete',
  http: 'DELETE',
  path: '/v1/ns/{namespace_id}',
  namespace: { in: 'path', arg: true },
});
const free = row({
  id: 'a.update',
  http: 'PATCH',
  path: '/v1/a/{a_id}',
  args: ['a_id'],
  namespace: { in: 'header' },
  body: { kind: 'json', required: true, free: true },
});
const headed = row({ id: 'a.head', headers: [{ name: 'x-mode' }], query: [{ name: 'q' }] });
const bare = row({ id: 'tasks.get', path: '/v1/tasks/{task_id}', args: ['task_id'] });

const nothing = { query: {}, headers: {}, body: undefined, namespace: undefined, options: {} };

describe('the arguments of a method', () => {
  it.each([
    ['path values by position', bare, ['t'], { path: { task_id: 't' } }],
    ['options after them', bare, ['t', { timeoutMs: 5 }], { path: { task_id: 't' }, options: { timeoutMs: 5 } }],
    [
      'query parameters and the namespace from params',
      inNamespace,
      ['x', { deep: true, namespace_id: 'n' }, { maxRetries: 0 }],
      { path: { a_id: 'x' }, query: { deep: true }, namespace: 'n', options: { maxRetries: 0 } },
    ],
    [
      'a namespace in front, in place of the path',
      onNamespace,
      ['n', { name: 'x' }],
      { path: { namespace_id: 'n' }, body: { name: 'x' } },
    ],
    [
      'a namespace among the fields',
      onNamespace,
      [{ namespace_id: 'n', name: 'x' }],
      { path: {}, body: { name: 'x' }, namespace: 'n' },
    ],
    [
      'a free body as it is, options apart',
      free,
      ['x', { namespace_id: 'mine', signal: 1, timeoutMs: 3 }, { namespace: 'n' }],
      { path: { a_id: 'x' }, body: { namespace_id: 'mine', signal: 1, timeoutMs: 3 }, options: { namespace: 'n' } },
    ],
    [
      'headers as text, without those that are undefined',
      headed,
      [{ 'x-mode': 5, q: 'a' }],
      { path: {}, headers: { 'x-mode': '5' }, query: { q: 'a' } },
    ],
    ['no headers that are undefined', headed, [{ 'x-mode': undefined }], { path: {} }],
    ['an empty body where one is required', onNamespace, ['n', {}], { path: { namespace_id: 'n' }, body: {} }],
  ])('takes %s', (_name, operation, args, expected) => {
    expect(compileArguments(operation)(args)).toEqual({ ...nothing, ...expected });
  });

  it.each([
    ['a number for an id', bare, [5], 'tasks.get takes task_id as a string; got a number.'],
    ['nothing for an id', bare, [], 'tasks.get takes task_id as a string; got nothing.'],
    [
      'params that were not awaited',
      onNamespace,
      [Promise.resolve({})],
      'ns.clone takes its parameters as an object; got a Promise.',
    ],
    ['params in an array', onNamespace, ['n', [1]], 'ns.clone takes its parameters as an object; got an array.'],
    ['params in a Map', inNamespace, ['x', new Map()], 'a.get takes its parameters as an object; got a Map.'],
    [
      'no params where a body is required',
      onNamespace,
      ['n'],
      'ns.clone takes its parameters as an argument; got nothing.',
    ],
    ['null for params', inNamespace, ['x', null], 'a.get takes its parameters as an argument; got null.'],
    ['too much', bare, ['t', {}, {}], 'tasks.get was given 3 arguments, which is 1 too many.'],
    [
      'a namespace of another type',
      inNamespace,
      ['x', { namespace_id: 5 }],
      'a.get takes namespace_id as a string; got a number.',
    ],
    ['an unknown parameter', inNamespace, ['x', { depe: 1 }], 'a.get has no parameter "depe".'],
  ])('refuses %s', (_name, operation, args, message) => {
    expect(() => compileArguments(operation)(args)).toThrow(
      expect.objectContaining({ name: 'ValidationError', message }),
    );
  });

  it.each([
    [['x', { depe: true }], 'Did you mean "deep"?'],
    [['x', { zzzzzzzz: true }], 'Known parameters: deep, namespace_id.'],
    [['x', { namespace: 'n' }], '"namespace" is an option: pass it in the next argument.'],
  ])('says what was meant for %j', (args, hint) => {
    expect(() => compileArguments(inNamespace)(args)).toThrow(expect.objectContaining({ hint }));
  });

  it.each([
    [{ signal: new AbortController().signal }, 'signal'],
    [{ timeoutMs: 5 }, 'timeoutMs'],
    [{ onProgress: () => undefined }, 'onProgress'],
  ])('refuses an option among the fields of a body: %o', (params, name) => {
    expect(() => compileArguments(onNamespace)(['n', params])).toThrow(
      expect.objectContaining({
        name: 'ValidationError',
        hint: `"${name}" is an option: pass it in the next argument.`,
      }),
    );
  });

  it.each([
    ['a misspelt option', { timeoutMS: 5 }, 'Unknown option "timeoutMS".', 'Did you mean "timeoutMs"?'],
    ['an inherited name', { constructor: 5 }, 'Unknown option "constructor".', undefined],
    [
      'a negative time',
      { timeoutMs: -1 },
      'timeoutMs is -1; it must be a number of milliseconds from 0 up; 0 is no limit.',
      undefined,
    ],
    [
      'a time that is text',
      { deadlineMs: '5' },
      'deadlineMs is "5"; it must be a number of milliseconds from 0 up; 0 is no limit.',
      undefined,
    ],
    ['half a retry', { maxRetries: 1.5 }, 'maxRetries is 1.5; it must be a whole number from 0 up.', undefined],
    [
      'another consistency',
      { consistency: 'strong' },
      'consistency is "strong"; it must be "session" or "eventual".',
      undefined,
    ],
    [
      'a signal that is a controller',
      { signal: new AbortController() },
      'signal is an AbortController; it must be an AbortSignal.',
      undefined,
    ],
    [
      'Headers',
      { headers: new Headers() },
      'headers is a Headers; it must be a plain object of header names and values.',
      undefined,
    ],
    ['an empty namespace', { namespace: ' ' }, 'namespace is " "; it must be a non-empty string.', undefined],
    ['a progress that is no function', { onProgress: true }, 'onProgress is true; it must be a function.', undefined],
  ])('refuses %s', (_name, options, message, hint) => {
    const expected = { name: 'ConfigError', message, ...(hint === undefined ? {} : { hint }) };
    expect(() => compileArguments(bare)(['t', options])).toThrow(expect.objectContaining(expected));
  });

  it('never shows a token in an error', () => {
    expect(() => compileArguments(bare)(['t', { writeToken: 5 }])).toThrow('writeToken is 5; it must be a write token');
    expect(() => compileArguments(bare)(['t', { writeToken: '' }])).toThrow(
      'writeToken is a string; it must be a write token, or null to send none.',
    );
  });

  it.each([[[undefined]], [[{ namespace_id: undefined }]], [[undefined, { timeoutMs: 5 }]]])(
    'refuses to delete the client’s namespace for an id that is undefined: %j',
    (args) => {
      expect(() => compileArguments(removal)(args)).toThrow('ns.delete was given undefined as the namespace.');
      expect(compileArguments(removal)([])).toEqual({ ...nothing, path: {} });
      expect(compileArguments(removal)([{}])).toEqual({ ...nothing, path: {} });
    },
  );
});

describe('the namespace of a call', () => {
  it('is the first argument, else the option, else the parameter, else the client’s', async () => {
    const { mp, requests } = observeClient([]);
    await mp.namespaces.get('first', { namespace_id: 'param' }, { namespace: 'option' });
    await mp.namespaces.get({ namespace_id: 'param' }, { namespace: 'option' });
    await mp.namespaces.get({ namespace_id: 'param' });
    await mp.namespaces.get();
    await mp.withOptions({ namespace: 'other' }).namespaces.get();
    expect(requests.map(({ url }) => url.split('/').at(-1))).toEqual(['first', 'option', 'param', 'ns', 'other']);
  });

  it('is sent where the row says: path, header or both, and never in the body', async () => {
    const { mp, requests } = observeClient([]);
    await mp.documents.get('d', { namespace_id: 'n' });
    await mp.documents.update('d', { namespace_id: 'a field' }, { namespace: 'n' });
    await mp.namespaces.extractors.get('e', { namespace_id: 'n' });
    await mp.namespaces.promote({ namespace_id: 'n', vector_mappings: [] });
    await mp.namespaces.promote('n');
    expect(requests.map(({ url, headers }) => [url.slice(19), headers['x-namespace']])).toEqual([
      ['/documents/d', 'n'],
      ['/documents/d', 'n'],
      ['/namespaces/n/extractors/e', 'n'],
      ['/namespaces/n/promote', undefined],
      ['/namespaces/n/promote', undefined],
    ]);
    expect([requests[1], requests[3]].map(bodyOf)).toEqual([{ namespace_id: 'a field' }, { vector_mappings: [] }]);
  });

  it.each(['', ' ', '.', '..', '%2e%2e'])('is refused before sending when it is %j', async (id) => {
    const { mp, requests } = observeClient([]);
    await expect(mp.namespaces.delete(id)).rejects.toBeInstanceOf(ValidationError);
    await expect(mp.tasks.get(id)).rejects.toBeInstanceOf(ValidationError);
    expect(requests).toEqual([]);
  });
});
