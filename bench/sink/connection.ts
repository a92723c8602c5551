import type { Socket } from 'node:net';
import { chunkedBody, lengthBody } from './body-reader.js';
import type { BodyReader, OnData } from './body-reader.js';

export interface RequestHead {
  readonly method: string;
  readonly path: string;
}

/** A request as its body arrives. */
export interface Exchange {
  readonly onData: OnData;
  /** The body is complete. */
  onEnd(bodyBytes: number): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads HTTP/1.1 requests off a socket, bodies unbuffered. It understands what the clients here send and no more. */
export function readRequests(socket: Socket, begin: (head: RequestHead) => Exchange): void {
  let pending = Buffer.alloc(0);
  let current: { readonly exchange: Exchange; readonly body: BodyReader } | undefined;

  socket.on('data', (chunk: Buffer) => {
    let offset = 0;
    for (;;) {
      if (current === undefined) {
        if (offset === chunk.length) return;
        const rest = pending.length === 0 && offset === 0 ? chunk : Buffer.concat([pending, chunk.subarray(offset)]);
        const end = rest.indexOf(HEAD_END);
        if (end === -1) {
          pending = Buffer.from(rest);
          return;
        }
        pending = Buffer.alloc(0);
        current = start(rest.toString('latin1', 0, end));
        chunk = rest;
        offset = end + HEAD_END.length;
      }
      if (!current.body.done) offset = current.body.take(chunk, offset);
      if (!current.body.done || socket.destroyed) return;
      const { exchange, body } = current;
      current = undefined;
      exchange.onEnd(body.bytes);
    }
  });

  function start(head: string): { exchange: Exchange; body: BodyReader } {
    const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ');
    const exchange = begin({ method, path });
    if (/\r\nexpect: *100-continue/i.test(head)) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const isChunked = length === undefined && /\r\ntransfer-encoding: *chunked/i.test(head);
    const body = isChunked ? chunkedBody(exchange.onData) : lengthBody(Number(length ?? 0), exchange.onData);
    return { exchange, body };
  }
}
