import { createVectorRoom, readVector, skipSpace, type VectorRoom } from './read-vector.js';

/** A body of documents, parsed but for their vectors. */
export interface DocumentsBody {
  /** As `JSON.parse` gives it, with another list in place of each vector: a stand-in for validation. */
  readonly body: unknown;
  /** Puts the vectors, as `Float32Array`s, where their stand-ins are. */
  readonly placeVectors: () => void;
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

const encoder = new TextEncoder();

/** Where the scan is, and what it found. */
interface Scan {
  readonly bytes: Uint8Array;
  readonly vectors: Float32Array[];
  /** The text without the vectors, in pieces of bytes. */
  readonly rest: Uint8Array[];
  readonly room: VectorRoom;
  at: number;
  /** From here on nothing is in `rest` yet. */
  kept: number;
}

/** Reads one value from `scan.at` and moves behind it; `false`: only a JSON parser can tell what is there. */
type Read = (scan: Scan) => boolean;

/**
 * Parses `{"documents": [{"vectors": {"<name>": [...]}}]}`, the numbers of vectors straight to float32, the rest by
 * `JSON.parse`.
 *
 * @returns `undefined` for whatever is not exactly of this form, broken text included: parse it whole to say why
 */
export function parseDocumentsBody(bytes: Uint8Array): DocumentsBody | undefined {
  const scan: Scan = { bytes, vectors: [], rest: [], room: createVectorRoom(), at: 0, kept: 0 };
  if (!readBody(scan) || skipSpace(bytes, scan.at) !== bytes.length) return undefined;
  scan.rest.push(bytes.subarray(scan.kept));
  const body = parse(scan.rest);
  return body === undefined ? undefined : { body, placeVectors: () => placeVectors(body, scan.vectors) };
}

const readVectors = readObject(readNumbers);
const readDocument = readObject((scan, key) => (key === 'vectors' ? readVectors(scan) : skipValue(scan)));
const readDocuments = readList(readDocument);
const readBody = readObject((scan, key) => (key === 'documents' ? readDocuments(scan) : skipValue(scan)));

function readObject(readMember: (scan: Scan, key: string) => boolean): Read {
  return (scan) =>
    readItems(scan, [OPEN_OBJECT, CLOSE_OBJECT], () => {
      const key = readKey(scan);
      if (key === undefined || !take(scan, COLON)) return false;
      scan.at = skipSpace(scan.bytes, scan.at);
      return readMember(scan, key);
    });
}

function readList(readItem: Read): Read {
  return (scan) => readItems(scan, [OPEN_LIST, CLOSE_LIST], () => readItem(scan));
}

function readItems(scan: Scan, [open, close]: readonly [number, number], readItem: () => boolean): boolean {
  if (!take(scan, open)) return false;
  if (take(scan, close)) return true;
  do {
    scan.at = skipSpace(scan.bytes, scan.at);
    if (!readItem()) return false;
  } while (take(scan, COMMA));
  return take(scan, close);
}

function take(scan: Scan, byte: number): boolean {
  const at = skipSpace(scan.bytes, scan.at);
  if (scan.bytes[at] !== byte) return false;
  scan.at = at + 1;
  return true;
}

/** A name in plain ASCII. That of the prototype is none: assigning to it later would be no assignment. */
function readKey(scan: Scan): string | undefined {
  const { bytes } = scan;
  if (!take(scan, QUOTE)) return undefined;
  let key = '';
  for (let byte = bytes[scan.at]; byte !== QUOTE; byte = bytes[++scan.at]) {
    if (byte === undefined || byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return undefined;
    key += String.fromCharCode(byte);
  }
  scan.at += 1;
  return key === '__proto__' ? undefined : key;
}

/** A vector, which leaves a list with its number in the rest. */
function readNumbers(scan: Scan): boolean {
  const { bytes, room, vectors } = scan;
  const start = scan.at;
  if (bytes[start] !== OPEN_LIST) return false;
  const reading = readVector(bytes, start + 1, room);
  if (reading === undefined) return false;
  scan.rest.push(bytes.subarray(scan.kept, start), encoder.encode(`[${vectors.length}]`));
  vectors.push(reading.vector);
  scan.kept = scan.at = reading.end;
  return true;
}

/** Any value: only its end is looked for, as `JSON.parse` reads it later. */
function skipValue(scan: Scan): boolean {
  const { bytes } = scan;
  let depth = 0;
  do {
    const byte = bytes[scan.at];
    if (byte === undefined) return false;
    if (byte === QUOTE) {
      if (!skipText(scan)) return false;
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    // At the end of what holds a bare value, as `1` or `true`.
    if (depth < 0 || (depth === 0 && byte === COMMA)) return true;
    scan.at += 1;
  } while (depth > 0 || !endsHere(bytes, scan.at));
  return true;
}

/** Whether no more of the same value follows. */
function endsHere(bytes: Uint8Array, at: number): boolean {
  const next = bytes[skipSpace(bytes, at)];
  return next === undefined || next === COMMA || next === CLOSE_OBJECT || next === CLOSE_LIST;
}

function skipText(scan: Scan): boolean {
  const { bytes } = scan;
  for (scan.at += 1; bytes[scan.at] !== QUOTE; scan.at += 1) {
    if (bytes[scan.at] === undefined) return false;
    if (bytes[scan.at] === BACKSLASH) scan.at += 1;
  }
  scan.at += 1;
  return true;
}

function parse(pieces: readonly Uint8Array[]): unknown {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function placeVectors(body: unknown, vectors: readonly Float32Array[]): void {
  // The scan found no other form than this.
  const { documents } = body as { documents?: { vectors?: Record<string, unknown> }[] };
  for (const { vectors: stand } of documents ?? []) {
    for (const [name, list] of Object.entries(stand ?? {})) {
      (stand as Record<string, unknown>)[name] = vectors[(list as [number])[0]];
    }
  }
}
