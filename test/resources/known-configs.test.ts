import { describe, expect, it } from 'vitest';
import { createKnownConfigs } from '../../src/resources/known-configs.js';

const config = { name: 'v', dimension: 2, metric: 'cosine' };
const namespace = (id: string, name = id) => ({ namespace_id: id, namespace_name: name, vector_configs: [config] });

describe('known vector configs', () => {
  it('are found by id and by name, and forgotten under both', () => {
    const known = createKnownConfigs();
    known.learn(namespace('ns_1', 'one'));
    expect([known.get('ns_1'), known.get('one'), known.get('two')]).toEqual([[config], [config], undefined]);
    known.forget('one');
    expect(known.get('ns_1')).toBeUndefined();
  });

  it('leave an old name to others when a namespace is renamed', () => {
    const known = createKnownConfigs();
    known.learn(namespace('ns_1', 'one'));
    known.learn(namespace('ns_1', 'uno'));
    expect([known.get('one'), known.get('uno')]).toEqual([undefined, [config]]);
  });

  it('ignore what describes no namespace', () => {
    const known = createKnownConfigs();
    for (const answer of [undefined, null, 'x', [], {}, { namespace_id: 'a', vector_configs: null }])
      known.learn(answer);
    expect(known.get('a')).toBeUndefined();
    known.learn({ namespace_id: 'a', vector_configs: [config, { name: 5 }, null] });
    expect(known.get('a')).toEqual([config]);
  });

  it('stay bounded: the longest known go first', () => {
    const known = createKnownConfigs();
    for (let index = 0; index < 3_000; index++) known.learn(namespace(`ns_${index}`));
    expect([known.get('ns_0'), known.get('ns_999'), known.get('ns_1000')]).toEqual([undefined, undefined, [config]]);
  });
});
