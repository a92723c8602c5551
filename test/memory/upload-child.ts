/** Uploads `argv[2]` to `argv[3]` and prints by how many bytes the process grew. Run by upload.test.ts. */
import { request } from 'undici';
import type { UploadProgress } from '../../src/call.js';
import { multipartBody } from '../../src/transport/multipart.node.js';

const [, , file, url = ''] = process.argv;
const before = process.memoryUsage.rss();
let progress: UploadProgress | undefined;

const body = await multipartBody(
  [{ name: 'name' }, { name: 'file', file: true }],
  { name: 'm', file },
  {
    onProgress: (state) => {
      progress = state;
    },
  },
);
const response = await request(url, {
  method: 'POST',
  headers: { 'content-type': body.contentType, 'content-length': String(body.size) },
  body: body.open(1, { inStep: true }) as AsyncIterable<Uint8Array> & Buffer,
});
const answer = await response.body.json();

// The highest the process ever was, its start included, so the rise is never understated.
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ riseBytes: peak - before, peakBytes: peak, size: body.size, progress, answer }));
