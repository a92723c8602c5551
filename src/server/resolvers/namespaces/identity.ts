import type { JsonValue } from '../../../internal/json.js';
import type { StateReader } from '../../context.js';
import { conflict, unprocessable } from '../../problem.js';

const ID_FORM = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** The given id, or undefined to generate one. */
export function readNamespaceId(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (ID_FORM.test(value)) return value;
  throw unprocessable([
    {
      type: 'pattern',
      location: ['body', 'namespace_id'],
      message:
        `"${value}" is not a namespace id: use 1 to 64 lower-case letters, digits, hyphens and underscores, ` +
        'starting with a letter or digit',
    },
  ]);
}

/** Ids and names share one space, so that a path with either means one namespace only. */
export function refuseTakenIdentity(
  wanted: { id?: string | undefined; name?: string | undefined },
  state: StateReader,
  except?: string,
): void {
  for (const other of state.list('namespaces')) {
    if (other.id === except) continue;
    if (wanted.id !== undefined && (other.id === wanted.id || other.namespace_name === wanted.id)) {
      throw conflict(
        'namespace_id_taken',
        `The namespace id "${wanted.id}" is taken. Choose another, or delete that namespace first.`,
        { namespace_id: wanted.id },
      );
    }
    if (wanted.name !== undefined && (other.namespace_name === wanted.name || other.id === wanted.name)) {
      throw conflict(
        'namespace_name_taken',
        `The namespace name "${wanted.name}" is taken by ${other.id}. Choose another.`,
        { namespace_name: wanted.name, namespace_id: other.id },
      );
    }
  }
}
