import { describe, expect, it } from 'vitest';
import { createState } from '../../src/server/state.js';
import { createStaging } from '../../src/server/staging.js';
import { createTransaction } from '../../src/server/transaction.js';
import { createClock } from '../../src/server/clock.js';
import type { TemplateRecord } from '../../src/server/records.js';

const template = (id: string, name = id): TemplateRecord => ({
  id,
  template: { name },
  owner: null,
  created_at: '2026-01-01T00:00:00Z',
});

function setup() {
  const state = createState({ clock: createClock('manual'), lagMs: 0 });
  let ids = 0;
  const tx = createTransaction((prefix) => `${prefix}_${(ids += 1)}`);
  tx.put('templates', template('a'));
  tx.put('templates', template('b'));
  state.apply(tx.take());
  return { state, tx, staging: createStaging({ state, tx }) };
}

describe('staged changes', () => {
  it('see each other before anybody else sees them', () => {
    const { state, tx, staging } = setup();
    staging.tx.put('templates', template('c'));
    staging.tx.put('templates', template('a', 'new'));
    staging.tx.delete('templates', 'b');
    expect(staging.state.list('templates').map(({ id, template: { name } }) => [id, name])).toEqual([
      ['a', 'new'],
      ['c', 'c'],
    ]);
    expect(staging.state.get('templates', 'b')).toBeUndefined();
    expect(staging.state.ids('templates', ({ id }) => id === 'c')).toEqual(['c']);
    expect(staging.state.count('templates')).toBe(2);
    expect(state.count('templates')).toBe(2);
    expect(state.get('templates', 'a')?.template['name']).toBe('a');
    expect(tx.take()).toEqual([]);
  });

  it('go into the transaction together, in their order', () => {
    const { state, tx, staging } = setup();
    staging.tx.put('templates', template('c'));
    staging.tx.delete('templates', 'c');
    staging.apply();
    staging.apply();
    const changes = tx.take();
    expect(changes.map(({ kind }) => kind)).toEqual(['put', 'delete']);
    state.apply(changes);
    expect(state.count('templates')).toBe(2);
  });

  it('give copies: changing one changes nothing', () => {
    const { staging } = setup();
    const record = template('c');
    staging.tx.put('templates', record);
    record.owner = 'me';
    const read = staging.state.get('templates', 'c');
    if (read !== undefined) read.owner = 'you';
    expect(staging.state.get('templates', 'c')?.owner).toBeNull();
  });
});
