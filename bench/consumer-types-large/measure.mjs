// `node measure.mjs <folder> <config> <calls>`: the compiler as `tsc` runs it, in this process; prints what it reports of itself.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, config, calls] = process.argv.slice(2);
process.argv.splice(2, 3, '-p', `${folder}/${config}`, '--extendedDiagnostics');

let report = '';
process.stdout.write = (chunk) => {
  report += chunk;
  return true;
};
process.once('exit', (code) => {
  const figure = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(report)?.[1]);
  if (code !== 0) return writeSync(2, report);
  const instantiations = figure('Instantiations');
  writeSync(
    1,
    JSON.stringify({
      checkMs: figure('Check time') * 1000,
      files: figure('Files'),
      lines: figure('Lines of Definitions'),
      types: figure('Types'),
      instantiations,
      ...(Number(calls) > 0 ? { instantiationsPerCall: instantiations / Number(calls) } : {}),
    }),
  );
});
// The project's own TypeScript: a peer brings one of another major version.
createRequire(new URL('../../package.json', import.meta.url))('./node_modules/typescript/lib/_tsc.js');
