import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCliSession } from '../helpers/cli.js';
import { parseTranscript, toPattern } from './transcript.js';

const folder = new URL('../transcripts/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

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
        const result = await session.mixpeek(words, { ...(stdin === undefined ? {} : { stdin }), ...(terminal === undefined ? {} : { terminal }) });
        const where = `${name}:${line}: ${command}`;
        expect(result.code, `${where}\n${result.err}`).toBe(code);
        // Blank lines stand between commands in a transcript, so they cannot be told apart in an output.
        expect(result.out.replaceAll(/^\n/gm, ''), where).toMatch(toPattern(out));
        expect(result.err.replaceAll(/^\n/gm, ''), where).toMatch(toPattern(err));
      }
    } finally {
      await session.close();
    }
  });
});
