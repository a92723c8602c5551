import { inProcess } from './in-process.mjs';

const { body } = JSON.parse(process.env.MIXPEEK_BENCH_ANSWER);
const headers = { 'Content-Type': 'application/json', 'X-Request-ID': 'req_000000000000' };
console.log(JSON.stringify(await inProcess(async () => new Response(body, { status: 200, headers }))));
