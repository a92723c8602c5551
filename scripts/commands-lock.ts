import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { findLost, listCommands } from '../src/cli/command-list.js';
import type { CommandList } from '../src/cli/command-list.js';
import { buildWholeProgram } from '../src/cli/whole-program.js';

/** Records every command and flag in src/cli/commands.lock.json. `--check` compares. Nothing is dropped without `--accept-losses`. */
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, 'accept-losses': { type: 'boolean', default: false } },
});

const path = fileURLToPath(new URL('../src/cli/commands.lock.json', import.meta.url));
const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CommandList) : {};
const now = listCommands(await buildWholeProgram());
const lost = findLost(before, now);

if (lost.length > 0 && !values['accept-losses']) {
  console.error(`These commands and flags would be lost; keep them, or pass --accept-losses:\n  ${lost.join('\n  ')}`);
  process.exitCode = 1;
} else if (values.check) {
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    console.error('src/cli/commands.lock.json is out of date. Run: npx tsx scripts/commands-lock.ts');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, await format(JSON.stringify(now), { ...(await resolveConfig(path)), parser: 'json' }));
  console.error(`${Object.keys(now).length} commands recorded.`);
}
