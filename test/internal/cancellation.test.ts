import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../src/internal/cancellation.js';

describe('Cancellation', () => {
  it('tells its listeners the first reason, once', () => {
    const cancellation = new Cancellation();
    const heard: unknown[] = [];
    const hear = (name: string) => (reason: unknown) => heard.push([name, reason]);
    const [one, two, three] = [hear('one'), hear('two'), hear('three')];
    cancellation.subscribe(one);
    cancellation.subscribe(two);
    cancellation.subscribe(three);
    cancellation.unsubscribe(two);
    cancellation.cancel('first');
    cancellation.cancel('second');
    cancellation.subscribe(hear('late'));
    expect(heard).toEqual([
      ['one', 'first'],
      ['three', 'first'],
      ['late', 'first'],
    ]);
    expect(cancellation.reason).toBe('first');
  });

  it('does not tell a listener that left before the others', () => {
    const cancellation = new Cancellation();
    const heard: unknown[] = [];
    const first = (reason: unknown): void => void heard.push(reason);
    cancellation.subscribe(first);
    cancellation.unsubscribe(first);
    cancellation.cancel('why');
    expect(heard).toEqual([]);
  });

  it('gives a signal that follows it, whenever that was asked for', () => {
    const before = new Cancellation();
    const { signal } = before;
    before.cancel('why');
    expect(signal).toMatchObject({ aborted: true, reason: 'why' });
    const after = new Cancellation();
    after.cancel('why');
    expect(after.signal).toMatchObject({ aborted: true, reason: 'why' });
  });

  it('ends a race with its reason, even when the work never ends', async () => {
    const cancellation = new Cancellation();
    const racing = cancellation.race(new Promise(() => undefined));
    cancellation.cancel(new Error('stop'));
    await expect(racing).rejects.toThrow('stop');
  });

  it('lets work that ends first win', async () => {
    const cancellation = new Cancellation();
    await expect(cancellation.race(Promise.resolve(1))).resolves.toBe(1);
    await expect(cancellation.race(Promise.reject(new Error('own')))).rejects.toThrow('own');
  });
});
