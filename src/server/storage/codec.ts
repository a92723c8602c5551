import type { JsonObject } from '../../internal/json.js';
import type { StoredDocument } from '../document-space.js';

/*
 * A stored document: the length of the header (uint32, little-endian), the header as JSON, zeros up to a multiple of
 * four bytes, then the vectors as float32, little-endian, in the order in which the header names them.
 */

interface Header {
  id: string;
  payload: JsonObject;
  created_at: string;
  updated_at: string;
  vectors: [name: string, dimension: number][];
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export function encodeDocument(document: StoredDocument): Uint8Array {
  const { id, payload, created_at, updated_at } = document;
  const vectors = Object.entries(document.vectors);
  const shape = vectors.map(([name, values]): [string, number] => [name, values.length]);
  const header = new TextEncoder().encode(
    JSON.stringify({ id, payload, created_at, updated_at, vectors: shape } satisfies Header),
  );
  const start = alignToFour(4 + header.length);
  const floats = vectors.reduce((sum, [, values]) => sum + values.length, 0);
  const bytes = new Uint8Array(start + 4 * floats);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let offset = start;
  for (const [, values] of vectors) {
    writeFloats(bytes, offset, values);
    offset += 4 * values.length;
  }
  return bytes;
}

export function decodeDocument(bytes: Uint8Array): StoredDocument {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  // The bytes were written by encodeDocument of the same format version.
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as Header;
  const vectors: Record<string, Float32Array> = {};
  let offset = alignToFour(4 + headerLength);
  for (const [name, dimension] of header.vectors) {
    vectors[name] = readFloats(bytes, offset, dimension);
    offset += 4 * dimension;
  }
  const { id, payload, created_at, updated_at } = header;
  return { id, payload, created_at, updated_at, vectors };
}

const alignToFour = (n: number): number => (n + 3) & ~3;

function writeFloats(bytes: Uint8Array, offset: number, values: Float32Array): void {
  if (isLittleEndian) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  values.forEach((value, i) => view.setFloat32(offset + 4 * i, value, true));
}

function readFloats(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const copy = bytes.slice(offset, offset + 4 * count);
  if (isLittleEndian) return new Float32Array(copy.buffer, copy.byteOffset, count);
  const view = new DataView(copy.buffer, copy.byteOffset);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
}
