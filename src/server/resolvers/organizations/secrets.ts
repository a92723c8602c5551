import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { conflict, notFound } from '../../problem.js';
import type { SecretRecord } from '../../records.js';

/** Names alone: a value is never given out. */
export function listSecrets({ state }: RequestContext): ResolverResult {
  const secrets = state.ids('secrets', () => true);
  return { body: { secrets, count: secrets.length } };
}

export function createSecret({ body, state, tx, services }: RequestContext): ResolverResult {
  const name = textOf(body, 'secret_name');
  if (state.get('secrets', name) !== undefined) {
    throw conflict(
      'secret_name_taken',
      `The organization already has a secret named "${name}". Choose another name, or replace its value with PUT.`,
      { secret_name: name },
    );
  }
  const now = isoTime(services.clock.now());
  tx.put('secrets', { id: name, value: textOf(body, 'secret_value'), created_at: now, updated_at: now });
  return { status: 201, body: answer(name, 'created') };
}

export function replaceSecret(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const secret = findSecret(context);
  tx.put('secrets', { ...secret, value: textOf(body, 'secret_value'), updated_at: isoTime(services.clock.now()) });
  return { body: answer(secret.id, 'updated') };
}

export function deleteSecret(context: RequestContext): ResolverResult {
  const { id } = findSecret(context);
  context.tx.delete('secrets', id);
  return { body: answer(id, 'deleted') };
}

function findSecret({ state, path }: RequestContext): SecretRecord {
  const name = path['secret_name'] ?? '';
  const secret = state.get('secrets', name);
  if (secret === undefined) throw notFound('secret', name);
  return secret;
}

const answer = (name: string, done: 'created' | 'updated' | 'deleted') => ({
  secret_name: name,
  created: null,
  updated: null,
  deleted: null,
  [done]: true,
});
