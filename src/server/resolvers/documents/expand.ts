import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { lineageOf } from '../../collections/made-from.js';
import type { RequestContext } from '../../context.js';
import { canRead } from '../../document-access.js';
import { toObjectView } from '../../ingest/object-view.js';
import { badRequest } from '../../problem.js';
import { toCollectionView } from '../collections/view.js';

type Context = Pick<RequestContext, 'state' | 'namespace' | 'caller'>;

/** Records that a document is linked to, by the name that `expand` takes. */
const LINKS = {
  collection: (payload, { state }) => {
    const collection = state.get('collections', text(payload['collection_id']));
    return collection === undefined ? null : toCollectionView(collection, { state });
  },
  root_object: (payload, context) => object(lineageOf(payload)['root_object_id'], context),
  source_object: (payload, context) => object(lineageOf(payload)['source_object_id'], context),
  source_document: (payload, { state, namespace, caller }) => {
    const id = text(lineageOf(payload)['source_document_id']);
    const found = state.documents(namespace.id).view('head').payload(id);
    if (found === undefined || !canRead(found, caller)) return null;
    const { _internal: _kept, ...fields } = found;
    return { document_id: id, ...fields };
  },
} satisfies Readonly<Record<string, (payload: JsonObject, context: Context) => JsonValue>>;

type Link = keyof typeof LINKS;

const isLink = (name: string): name is Link => Object.hasOwn(LINKS, name);

/** Reads `expand`. Throws the 400 for a name that links nothing. */
export function readExpansion(
  value: JsonValue | undefined,
  context: Context,
): ((payload: JsonObject) => JsonObject) | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = value.map(String).map((name): Link => {
    if (isLink(name)) return name;
    const known = Object.keys(LINKS);
    throw badRequest('unknown_expansion', `expand: documents have no link "${name}". They have ${known.join(', ')}.`, {
      path: 'expand',
      available: known,
    });
  });
  return (payload) => Object.fromEntries(names.map((name) => [name, LINKS[name](payload, context)]));
}

function object(id: JsonValue | undefined, { state }: Context): JsonValue {
  const found = state.get('objects', text(id));
  return found === undefined ? null : toObjectView(found);
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
