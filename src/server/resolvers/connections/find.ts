import type { RequestContext } from '../../context.js';
import { conflict, notFound } from '../../problem.js';
import type { ConnectionRecord } from '../../records.js';

/** The connection of the path, by id, else by name. */
export function findConnection({ state, path }: Pick<RequestContext, 'state' | 'path'>): ConnectionRecord {
  const idOrName = path['connection_id'] ?? '';
  const [named] = state.ids('connections', ({ name }) => name === idOrName);
  const found =
    state.get('connections', idOrName) ?? (named === undefined ? undefined : state.get('connections', named));
  if (found === undefined) throw notFound('connection', idOrName);
  return found;
}

export function refuseTakenConnectionName(
  name: string,
  { state }: Pick<RequestContext, 'state'>,
  ownId?: string,
): void {
  const [other] = state.ids('connections', (connection) => connection.name === name && connection.id !== ownId);
  if (other === undefined) return;
  const message = `The organization has a connection named "${name}" already (${other}). Choose another name.`;
  throw conflict('connection_name_taken', message, { name, connection_id: other });
}
