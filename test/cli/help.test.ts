import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.js';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';

let session: CliSession;
beforeAll(() => {
  session = createCliSession();
});
afterAll(() => session.close());

async function help(words: readonly string[]): Promise<string> {
  const { code, out, err } = await session.mixpeek([...words, '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

it.each([
  [''],
  ['namespaces'],
  ['namespaces documents'],
  ['namespaces documents upsert'],
  ['namespaces get'],
  ['documents list'],
  ['models upload'],
  ['search'],
  ['promote'],
  ['config'],
])('explains "mixpeek %s"', async (path) => {
  await expect(await help(path.split(' ').filter(Boolean))).toMatchFileSnapshot(
    `help/${path.replaceAll(' ', '-') || 'mixpeek'}.txt`,
  );
});

it.each(commandEntries.map(({ path }) => path))(
  'explains "mixpeek %s" in less than 80 columns with an example',
  async (path) => {
    const text = await help(path.split(' '));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(`Example:\n  mixpeek ${path}`);
  },
);

it('explains by the help command, too', async () => {
  const { code, out } = await session.mixpeek(['help', 'search']);
  expect(code).toBe(0);
  expect(out).toBe(await help(['search']));
});
