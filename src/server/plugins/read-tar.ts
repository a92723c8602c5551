import { readNumber, checkHeader } from '../resolvers/models/tar-entries.js';

const BLOCK = 512;
const SIZE = { at: 124, length: 12 };
const DIRECTORY = '5';
const decoder = new TextDecoder();

export interface TarFile {
  readonly path: string;
  readonly text: () => string;
}

/** The files of a tar archive in memory, those of plugins being small. Links and devices are left out. */
export function readTar(bytes: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    checkHeader(header);
    const size = readNumber(header, SIZE);
    const type = String.fromCharCode(header[156] ?? 0);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    // The name of the next file, where it is too long for its header: GNU and pax have a way each.
    if (type === 'L') longName = field(content, 0, size);
    else if (type === 'x') longName = /(?:^|\n)\d+ path=([^\n]+)\n/.exec(decoder.decode(content))?.[1] ?? longName;
    else {
      const path = longName ?? nameOf(header);
      longName = undefined;
      if (type === '0' || type === '\0' || type === '7') files.push({ path, text: () => decoder.decode(content) });
      else if (type !== DIRECTORY && type !== 'g') files.push({ path, text: () => '' });
    }
  }
  return files;
}

function nameOf(header: Uint8Array): string {
  const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : '';
  const name = field(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function field(bytes: Uint8Array, at: number, length: number): string {
  const text = decoder.decode(bytes.subarray(at, at + length));
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
