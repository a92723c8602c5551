import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** Writes a small model archive: a configuration and some weights, as `tar -czf` would. */
export async function writeModelArchive(path: string): Promise<void> {
  const archive = pack();
  archive.entry({ name: 'config.json' }, JSON.stringify({ task: 'embedding', dimension: 512 }));
  const weights = Float32Array.from({ length: 50_000 }, (_, index) => Math.fround(Math.sin(index)));
  archive.entry({ name: 'model.onnx' }, Buffer.from(weights.buffer));
  archive.finalize();
  await pipeline(archive, createGzip(), createWriteStream(path));
}
