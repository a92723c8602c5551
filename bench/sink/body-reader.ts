/** The body of one request, discarded as it arrives. */
export interface BodyReader {
  /** Takes what belongs to the body from `chunk` at `offset`; returns the offset behind it. `done` tells the end. */
  take(chunk: Buffer, offset: number): number;
  readonly done: boolean;
  readonly bytes: number;
}

export type OnData = (chunk: Buffer, start: number, end: number) => void;

export function lengthBody(length: number, onData: OnData): BodyReader {
  let bytes = 0;
  return {
    take(chunk, offset) {
      const end = Math.min(chunk.length, offset + length - bytes);
      onData(chunk, offset, end);
      bytes += end - offset;
      return end;
    },
    get done() {
      return bytes === length;
    },
    get bytes() {
      return bytes;
    },
  };
}

const LF = 10;

/** `transfer-encoding: chunked` without trailers. */
export function chunkedBody(onData: OnData): BodyReader {
  let bytes = 0;
  let line = '';
  /** Bytes of the current chunk still to come, its closing CRLF included; 0 while a size line is read. */
  let left = 0;
  let last = false;
  let done = false;

  function readSize(): void {
    const size = Number.parseInt(line, 16);
    if (Number.isNaN(size)) throw new Error(`A chunk's size is "${line}".`);
    line = '';
    last = size === 0;
    left = size + 2;
  }

  function takeData(chunk: Buffer, offset: number): number {
    const end = Math.min(chunk.length, offset + left);
    const dataEnd = Math.min(end, offset + Math.max(0, left - 2));
    if (dataEnd > offset) onData(chunk, offset, dataEnd);
    bytes += Math.max(0, dataEnd - offset);
    left -= end - offset;
    done = last && left === 0;
    return end;
  }

  return {
    take(chunk, start) {
      let offset = start;
      while (offset < chunk.length && !done) {
        if (left > 0) {
          offset = takeData(chunk, offset);
          continue;
        }
        const lineEnd = chunk.indexOf(LF, offset);
        line += chunk.toString('latin1', offset, lineEnd === -1 ? chunk.length : lineEnd + 1);
        offset = lineEnd === -1 ? chunk.length : lineEnd + 1;
        if (lineEnd !== -1) readSize();
      }
      return offset;
    },
    get done() {
      return done;
    },
    get bytes() {
      return bytes;
    },
  };
}
