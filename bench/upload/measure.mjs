import { statSync } from 'node:fs';

export const file = process.env.UPLOAD_FILE;
export const url = process.env.SINK_URL;

/** Sends the file once; prints the speed and by how much the process grew over what it was before the call. */
export async function measure(send) {
  const bytes = statSync(file).size;
  const before = process.memoryUsage.rss();
  const started = performance.now();
  await send();
  const seconds = (performance.now() - started) / 1000;
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ mbPerS: bytes / 1e6 / seconds, riseMB: (peak - before) / 1e6 }));
  process.exit(0); // Kept connections would hold the process.
}
