import type { Operation } from '../operation.js';
import { decompress, readAll, toChunks, toLines } from './bytes.js';
import type { ReceivedFile } from './context.js';
import { parseDocumentsBody } from './documents-body.js';
import type { Incoming } from './exchange.js';
import { parseJsonBody } from './json-text.js';
import { boundaryOf, readMultipart, type MultipartPart } from './multipart.js';
import type { Spool } from './platform/platform.js';
import { badRequest, Problem } from './problem.js';
import { decodeQuery, decodeText } from './query.js';
import type { Receive } from './receive.js';
import { isSchema, resolveReference, type DocumentSchemas } from './schemas.js';

/** A request's parameters and body by the types of the document, before validation. */
export interface Decoded {
  readonly query: Record<string, unknown>;
  /** JSON, or the fields of a multipart body. `undefined`: no body was sent. */
  readonly body: unknown;
  /** Where vectors were read apart from the body: to be called once the body is validated. */
  readonly placeVectors?: () => void;
  readonly files: Readonly<Record<string, ReceivedFile>>;
  readonly lines: AsyncIterable<string> | undefined;
}

export interface DecodeLimits {
  readonly maxBodyBytes: number;
  readonly maxFileBytes: number;
}

export interface Decode {
  /** A promise only where there is a body to wait for. */
  (incoming: Incoming, operation: Operation, spools: Spool[]): Decoded | Promise<Decoded>;
}

const MAX_FIELD_BYTES = 1024 * 1024;
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

type BodyKind = NonNullable<Operation['body']>['kind'];

const MEDIA_TYPES = {
  json: ['application/json', /^application\/[\w.-]+\+json$/],
  ndjson: ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'],
  multipart: ['multipart/form-data'],
  binary: [/./],
} as const satisfies Record<BodyKind, readonly (string | RegExp)[]>;

export function createDecode(
  { schemas, receive }: { schemas: DocumentSchemas; receive: Receive },
  limits: DecodeLimits,
): Decode {
  const receiveFile = async (part: MultipartPart, spools: Spool[]): Promise<ReceivedFile> => {
    const { spool, size, sha256 } = await receive(part.bytes, limits.maxFileBytes, spools);
    const { filename = part.name, contentType } = part;
    return { filename, contentType, size, sha256, open: () => spool.open(), keep: (name) => spool.keep(name) };
  };

  const decodeMultipart = async (
    source: AsyncIterable<Uint8Array>,
    request: { contentType: string; operation: Operation; spools: Spool[] },
  ) => {
    const { operation, spools } = request;
    const declared = new Map((operation.body?.parts ?? []).map((part) => [part.name, part]));
    const properties = propertiesOf(schemas.operations[operation.id]?.body, schemas.components);
    const files: Record<string, ReceivedFile> = {};
    // Parts are named by the sender: a map takes any name.
    const fields = new Map<string, unknown>();
    for await (const part of readMultipart(source, boundaryOf(request.contentType))) {
      if (declared.get(part.name)?.file === true) {
        if (Object.hasOwn(files, part.name))
          throw badRequest('malformed_multipart', `The part "${part.name}" was sent twice; it takes one file.`);
        const file = await receiveFile(part, spools);
        files[part.name] = file;
        // Schemas describe a file as text; its name stands for it.
        fields.set(part.name, file.filename);
        continue;
      }
      const text = new TextDecoder().decode(await readAll(part.bytes, MAX_FIELD_BYTES));
      const property = Object.hasOwn(properties, part.name) ? properties[part.name] : undefined;
      fields.set(part.name, decodeText(text, isSchema(property) ? property : { type: 'string' }, schemas.components));
    }
    return { body: Object.fromEntries(fields), files };
  };

  const decodeBody = async (
    body: NonNullable<Incoming['body']>,
    request: { empty: Decoded; incoming: Incoming; operation: Operation; kind: BodyKind; spools: Spool[] },
  ): Promise<Decoded> => {
    const { empty, incoming, operation, kind, spools } = request;
    const contentType = incoming.headers['content-type'];
    const source = decompress(body, incoming.headers['content-encoding']);
    if (kind === 'json') {
      const bytes = await readAll(source, limits.maxBodyBytes);
      if (bytes.length === 0) return empty;
      checkMediaType(contentType, kind);
      const documents = operation.body?.encode === 'documents' ? parseDocumentsBody(bytes) : undefined;
      return { ...empty, ...(documents ?? { body: parseJsonBody(new TextDecoder().decode(bytes)) }) };
    }
    checkMediaType(contentType, kind);
    if (kind === 'multipart') {
      const form = await decodeMultipart(toChunks(source), { contentType: contentType ?? '', operation, spools });
      return { ...empty, ...form };
    }
    // Received whole before the resolver runs: a slow sender must not hold up other writers.
    const { spool } = await receive(toChunks(source), limits.maxFileBytes, spools);
    return { ...empty, lines: toLines(spool.open(), MAX_LINE_CHARACTERS) };
  };

  return (incoming, operation, spools) => {
    const query = decodeQuery(incoming.target.search, operation, {
      schemas: schemas.operations[operation.id]?.query,
      components: schemas.components,
    });
    const empty: Decoded = { query, body: undefined, files: {}, lines: undefined };
    const kind = operation.body?.kind;
    if (kind === undefined || incoming.body === undefined) return empty;
    return decodeBody(incoming.body, { empty, incoming, operation, kind, spools });
  };
}

function checkMediaType(contentType: string | undefined, kind: keyof typeof MEDIA_TYPES): void {
  const sent = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  // A missing type is taken for JSON, as most servers do; the other kinds cannot be guessed.
  if (sent === '' && (kind === 'json' || kind === 'ndjson')) return;
  const accepted: readonly (string | RegExp)[] = MEDIA_TYPES[kind];
  if (accepted.some((type) => (typeof type === 'string' ? type === sent : type.test(sent)))) return;
  throw new Problem({
    status: 415,
    type: 'UnsupportedMediaTypeError',
    code: 'unsupported_media_type',
    message: `This operation takes ${String(accepted[0])}, not ${sent === '' ? 'a body without Content-Type' : `"${sent}"`}.`,
    details: { expected: String(accepted[0]), got: sent },
  });
}

function propertiesOf(
  schema: object | undefined,
  components: DocumentSchemas['components'],
): Readonly<Record<string, unknown>> {
  const properties = resolveReference(schema, components)['properties'];
  return isSchema(properties) ? properties : {};
}
