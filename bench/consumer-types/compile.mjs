import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Runs TypeScript's command in this process on one program of the project and prints its own diagnostics as figures.
 * In this process, so that the harness's CPU time is the compiler's alone.
 */
const [, , program] = process.argv;
const output = [];
process.chdir(process.env.TYPES_PROJECT);
process.stdout.write = (text) => output.push(text) > 0;
process.argv = [process.execPath, 'tsc', '-p', `tsconfig.${program}.json`, '--extendedDiagnostics'];
process.on('exit', (code) => {
  const text = output.join('');
  const figure = (label) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(text)?.[1]);
  if (code !== 0) writeSync(2, text.slice(0, 2000));
  else {
    const figures = {
      checkMs: figure('Check time') * 1000,
      instantiations: figure('Instantiations'),
      types: figure('Types'),
      memoryMB: figure('Memory used') / 1000,
      files: figure('Files'),
    };
    writeSync(1, `${JSON.stringify(figures)}\n`);
  }
});
// The project's own TypeScript: a peer brings one of another major version.
createRequire(new URL('../../package.json', import.meta.url))('./node_modules/typescript/lib/tsc.js');
