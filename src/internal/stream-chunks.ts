/** The chunks of a web stream, which Safari cannot iterate; none of `null`, as `Response.body` may be. Leaving the loop cancels the stream. */
export async function* streamChunks(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (stream === null) return;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: a source that hangs would hang its reader, too.
    reader.cancel().catch(() => undefined);
  }
}
