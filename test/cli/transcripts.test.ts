import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCliSession } from '../helpers/cli.js';
import { parseTranscript, toPattern } from './transcript.js';

const folder = new URL('../transcripts/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** Without empty lines, which stand between the commands of a transcript. */
const readable = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(/^\n/gm, '');

describe('the sessions in test/transcripts', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(4);
  });

  it.each(names)('%s runs as written', async (name) => {
    const { files, steps } = parseTranscript(readFileSync(new URL(name, folder), 'utf8'));
    expect(steps.length).toBeGreaterThan(2);
    const session = createCliSession();
    try {
      for (const [file, content] of Object.entries(files)) session.file(file, content);
      for (const { line, command, words, stdin, terminal, out, err, code } of steps) {
        const result = await session.mixpeek(words, {
          ...(stdin === undefined ? {} : { stdin }),
          ...(terminal === undefined ? {} : { terminal }),
        });
        const where = `${name}:${line}: ${command}`;
        expect(result.code, `${where}\n${result.err}`).toBe(code);
        expect(readable(result.out), where).toMatch(toPattern(out));
        expect(readable(result.err), where).toMatch(toPattern(err));
      }
    } finally {
      await session.close();
    }
  });
});
