import { expect, test } from 'vitest';
import { createOutbound, toAllowedUrl } from '../../src/server/outbound.js';

interface Sent {
  url: string;
  method: string | undefined;
  headers: Record<string, string>;
}

/** Answers in turn, and keeps what was asked. */
function sendInTurn(...answers: Response[]): { send: typeof fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    sent.push({
      url: new Request(url).url,
      method: init?.method,
      headers: { ...(init?.headers as Record<string, string>) },
    });
    const answer = answers.shift();
    return answer === undefined ? Promise.reject(new Error('asked once more than expected')) : Promise.resolve(answer);
  };
  return { send, sent };
}

const redirect = (to: string, status = 302): Response => new Response(null, { status, headers: { location: to } });

test.each([
  'http://localhost:80/a',
  'http://127.0.0.1/',
  'http://127.9.9.9/',
  'http://[::1]:8080/',
  'https://a.localhost/',
])('reaches this machine: %s', (url) => {
  expect(toAllowedUrl(url, []).href).toContain(new URL(url).host);
});

test.each([
  'http://10.0.0.1/',
  'http://169.254.169.254/latest',
  'http://example.com/',
  'http://localhost.example.com/',
  'http://0x7f.1.example/',
])('does not reach %s unless it is named', (url) => {
  expect(() => toAllowedUrl(url, [])).toThrow(/does not reach .*allowHosts/);
});

test.each(['file:///etc/passwd', 'ftp://localhost/', 'data:text/plain,a', 'no url'])('refuses %s', (url) => {
  expect(() => toAllowedUrl(url, ['*'])).toThrow(/this server speaks|is not a URL/);
});

test('names of hosts may have a star in front, which the domain itself is not under', () => {
  expect(toAllowedUrl('https://a.b.example.com/', ['*.example.com']).hostname).toBe('a.b.example.com');
  expect(() => toAllowedUrl('https://example.com/', ['*.example.com'])).toThrow(/does not reach/);
  expect(() => toAllowedUrl('https://badexample.com/', ['*.example.com'])).toThrow(/does not reach/);
});

test('a redirect to an address that is not allowed is refused before it is asked', async () => {
  const { send, sent } = sendInTurn(redirect('http://10.0.0.1/secret'));
  await expect(createOutbound([], send)('http://localhost/a')).rejects.toThrow(/does not reach 10\.0\.0\.1/);
  expect(sent).toHaveLength(1);
});

test('secrets do not follow a redirect to another origin; the same origin gets them', async () => {
  const { send, sent } = sendInTurn(redirect('/b'), redirect('http://localhost:2/c', 307), new Response('done'));
  const headers = { authorization: 'Bearer s', 'X-Mixpeek-Secret': 's', accept: 'text/plain' };
  const answer = await createOutbound([], send)('http://localhost:1/a', { method: 'PUT', headers, body: 'x' });
  expect(answer).toMatchObject({ status: 200, url: 'http://localhost:2/c' });
  expect(sent.map((each) => each.headers)).toEqual([headers, headers, { accept: 'text/plain' }]);
  expect(sent.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'PUT']);
});

test('what was posted is not posted again to where a 303 leads', async () => {
  const { send, sent } = sendInTurn(redirect('/done', 303), new Response('ok'));
  await createOutbound([], send)('http://localhost/a', { method: 'POST', body: 'x' });
  expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test('endless redirects and answers that are too large are refused', async () => {
  const turns = Array.from({ length: 6 }, () => redirect('/again'));
  await expect(createOutbound([], sendInTurn(...turns).send)('http://localhost/a')).rejects.toThrow(
    /more than 5 times/,
  );
  const large = sendInTurn(new Response('x'.repeat(11)));
  await expect(createOutbound([], large.send)('http://localhost/a', { maxBytes: 10 })).rejects.toThrow(/over 10 bytes/);
});
