/** One API operation as data. Five interpreters read rows: SDK methods, commands, server routes, surface tests, docs. */
export interface Operation {
  /** Resource path and verb: `namespaces.documents.upsert`. The same name in SDK, command line and server. */
  readonly id: string;
  readonly http: HttpMethod;
  /** Path template, `/v1/namespaces/{namespace_id}/documents/upsert`. */
  readonly path: string;
  /** Path parameters that a caller gives positionally, in order. The ambient namespace is never among them. */
  readonly args?: readonly string[];
  /** Set when the operation runs inside, or on, a namespace. */
  readonly namespace?: NamespaceSpec;
  readonly query?: readonly ParameterSpec[];
  readonly headers?: readonly ParameterSpec[];
  readonly body?: BodySpec;
  /** What a success carries. Default `json`. */
  readonly response?: 'json' | 'none' | 'text' | 'binary';
  /** Name of the boolean body field that turns the JSON answer into server-sent events. */
  readonly stream?: string;
  /** Its server-sent events have names: each is given as `{ event, data }`. */
  readonly namedEvents?: true;
  /** The service streams unless `stream` is false, so a caller who does not ask for events says so. */
  readonly streamsByDefault?: true;
  readonly page?: PageSpec;
  /** `safe`: repeat freely. `idempotent`: repeating leaves the same state. `unsafe`: repeat only if it was never processed. */
  readonly retry: RetryClass;
  /** `writes` may return a write token; `reads` may carry one. */
  readonly consistency?: 'writes' | 'reads';
  /** Known older shapes of the answer, brought to the documented one. */
  readonly shape?: ResponseShape;
  /** Takes no API key, and is sent none. */
  readonly public?: true;
  readonly deprecated?: true;
}

/** Methods that the API uses. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type RetryClass = 'safe' | 'idempotent' | 'unsafe';

export interface NamespaceSpec {
  /** `path`: fills `{namespace_id}`. `header`: sent as `X-Namespace`. `both`: both. */
  readonly in: 'path' | 'header' | 'both';
  /** The operation acts on the namespace itself: it may be given as first positional argument. */
  readonly arg?: true;
}

export interface ParameterSpec {
  readonly name: string;
  readonly required?: true;
  /** `form` with repeated keys unless `false`: then one comma-separated value. Default `true`. */
  readonly explode?: false;
}

export interface BodySpec {
  readonly kind: 'json' | 'multipart' | 'ndjson' | 'binary';
  readonly required?: true;
  /** The body is a free object: all parameters are its fields, and none is taken out as a query parameter. */
  readonly free?: true;
  /** `documents`: the body has a `documents` array with vectors, written by the streaming encoder. */
  readonly encode?: 'documents';
  /** The body is a list: the parameter of this name. */
  readonly list?: string;
  /** Multipart parts, in the order in which they are sent. */
  readonly parts?: readonly PartSpec[];
  /**
   * Fields of a JSON body, for callers without types: `name*:s` is a required string, `limit:i?` an integer or null.
   * Kinds: s string, i integer, n number, b boolean, a array, o object. Fields that take several kinds are not listed, unless required (`x`).
   */
  readonly fields?: string;
}

export interface PartSpec {
  readonly name: string;
  readonly file?: true;
  readonly required?: true;
}

/** Where a list operation keeps its position. Paths are dotted: `pagination.next_cursor`. */
export interface PageSpec {
  readonly kind: 'cursor' | 'offset' | 'page' | 'skip';
  /** Whether `param` and `limit` are query parameters or body fields. */
  readonly in: 'query' | 'body';
  /** Request field that carries the position: `cursor`, `offset`, `page`, `pagination.cursor`. */
  readonly param: string;
  /** Request field that carries the page size. */
  readonly limit: string;
  /** Response field that holds the items. */
  readonly items: string;
  /** Response field that holds the next position (kind `cursor`). */
  readonly next?: string;
  /** Response field that holds the total, when there is one. */
  readonly total?: string;
}

export interface ResponseShape {
  /** `{ retriever: {...} }` becomes the object itself. */
  readonly unwrap?: string;
  /** Older name of a field -> the documented name: `{ results: 'documents' }`. */
  readonly rename?: Readonly<Record<string, string>>;
}

/** A resource's rows by verb, as the generator writes them. */
export type ResourceRows = Readonly<Record<string, Operation>>;

/** A resource as a client knows it before it is used. */
export interface RosterEntry {
  /** Its verbs, separated by spaces; those of lists end in `*`. */
  readonly verbs: string;
  readonly rows: () => Promise<ResourceRows>;
}

/** Resources by path, `namespaces.documents`. */
export type Roster = Readonly<Record<string, RosterEntry>>;

/** A resource as a value that a client can be made of: its rows, and the resources below it. `Methods` is what it becomes. */
export interface ResourceDefinition<Methods> {
  /** `namespaces.documents` */
  readonly path: string;
  readonly rows: ResourceRows;
  readonly below?: Readonly<Record<string, ResourceDefinition<unknown>>>;
  /** Hand-written parts; their shape is known where they are bound. */
  readonly extension?: object;
  /** Never set; carries the type. */
  readonly methods?: Methods;
}
