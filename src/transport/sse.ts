/** One server-sent event as it came. */
export interface ServerSentEvent {
  /** `event:` line; `message` when there was none. */
  readonly event: string;
  /** `data:` lines, joined by line feeds. */
  readonly data: string;
  readonly id: string | undefined;
}

/** Splits a byte stream into events. Chunks may end anywhere, also inside a character; comments are skipped. */
export async function* parseEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const lines = createLineSplitter();
  const event = createEventBuilder();
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    for (const line of lines.push(decoder.decode(chunk, { stream: true }))) {
      const complete = event.line(line);
      if (complete !== undefined) yield complete;
    }
  }
  // A last line without its end is still a line; an event without its blank line is incomplete and not given out,
  // unless the stream simply left the blank line away.
  for (const line of [...lines.push(decoder.decode()), ...lines.end(), '']) {
    const complete = event.line(line);
    if (complete !== undefined) yield complete;
  }
}

/** Lines end in CR LF, LF or CR. */
function createLineSplitter(): { push(text: string): string[]; end(): string[] } {
  let rest = '';
  let first = true;
  return {
    push(text) {
      rest += text;
      if (first && rest !== '') {
        if (rest.startsWith('\uFEFF')) rest = rest.slice(1);
        first = false;
      }
      // A CR at the very end may be half of a CR LF.
      const parts = rest.split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? '';
      return parts;
    },
    end() {
      const last = rest.replace(/\r$/, '');
      rest = '';
      return last === '' ? [] : [last];
    },
  };
}

/** Collects fields; a blank line completes an event. */
function createEventBuilder(): { line(line: string): ServerSentEvent | undefined } {
  let event = '';
  let data: string[] = [];
  let id: string | undefined;
  return {
    line(line) {
      if (line === '') {
        const complete = data.length === 0 ? undefined : { event: event || 'message', data: data.join('\n'), id };
        event = '';
        data = [];
        return complete;
      }
      const colon = line.indexOf(':');
      if (colon === 0) return undefined;
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      else if (field === 'event') event = value;
      else if (field === 'id' && !value.includes('\0')) id = value;
      return undefined;
    },
  };
}
