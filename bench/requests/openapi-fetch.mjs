import createClient from 'openapi-fetch';
import { body, headers, measure, path, url } from './measure.mjs';

const client = createClient({ baseUrl: url, headers });
await measure(async () => (await client.POST(path, { body })).data);
