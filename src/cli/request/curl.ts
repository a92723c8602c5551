import { KEY_VARIABLE } from './capture.js';
import type { CapturedRequest } from './capture.js';
import type { BodyPreview } from './body-preview.js';
import { shellQuote } from './shell-quote.js';

/** One line that sends the request from any shell in which MIXPEEK_API_KEY is set. */
export function toCurl({ method, url, headers }: CapturedRequest, body: BodyPreview): string {
  const words = ['curl', ...(method === 'GET' ? [] : ['-X', method]), shellQuote(url)];
  for (const [name, value] of Object.entries(headers)) {
    // curl writes the boundary itself.
    if (value === 'multipart/form-data') continue;
    const header = `${name}: ${value}`;
    words.push('-H', value.includes(KEY_VARIABLE) ? `"${header}"` : shellQuote(header));
  }
  words.push(...bodyWords(body));
  return `${words.join(' ')}\n`;
}

function bodyWords(body: BodyPreview): string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'text':
      return ['--data-raw', shellQuote(body.text)];
    case 'file':
      return ['--data-binary', shellQuote(`@${body.path}`)];
    case 'parts':
      return body.parts.flatMap(({ name, value, file }) =>
        file === undefined
          ? ['--form-string', shellQuote(`${name}=${value ?? ''}`)]
          : ['-F', shellQuote(`${name}=@"${file.replaceAll(/["\\]/g, '\\$&')}"`)],
      );
  }
}
