import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { HEADERS, NAMESPACE } from '../server/small-read.mjs';
import { perRequest } from './requests.mjs';

const { body } = JSON.parse(process.env.MIXPEEK_BENCH_ANSWER);
const headers = { 'Content-Type': 'application/json', 'X-Request-ID': 'req_000000000000' };
const interception = setupServer(
  http.all('https://api.mixpeek.com/*', () => new HttpResponse(body, { status: 200, headers })),
);
interception.listen({ onUnhandledRequest: 'error' });
const call = () => fetch(`https://api.mixpeek.com/v1/namespaces/${NAMESPACE}`, { headers: HEADERS });
console.log(JSON.stringify(await perRequest(call)));
interception.close();
