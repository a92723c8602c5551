import type { RE2JS } from 're2js';
import { Problem } from '../problem.js';
import { ExtractionError } from './extraction-error.js';
import type { ExtractorServices } from './extractor.js';
import { textOfFile } from './input-text.js';
import { readHtml } from './read-html.js';

export interface CrawlOptions {
  /** Links to follow away from the first page. */
  readonly maxDepth: number;
  readonly maxPages: number;
  /** Further tries for a page that fails. */
  readonly retries: number;
  /** For all pages together. */
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Only addresses that one of them fits; the first page always counts. */
  readonly include: readonly RE2JS[] | undefined;
  readonly exclude: readonly RE2JS[];
  readonly services: Pick<ExtractorServices, 'outbound' | 'signal'>;
}

export interface CrawledPage {
  readonly url: string;
  readonly depth: number;
  /** Its place in the crawl, from 0. */
  readonly position: number;
  readonly title: string | null;
  readonly text: string;
  readonly code: readonly string[];
  /** Its pictures; one that does not come is left out. */
  loadImages(): Promise<{ url: string; alt: string; bytes: Uint8Array }[]>;
}

interface Answer {
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads pages breadth first, on the host of the first one.
 *
 * @throws ExtractionError when the first page cannot be read; others are left out
 */
export async function crawl(start: string, options: CrawlOptions): Promise<CrawledPage[]> {
  const limited = { ...options, services: limitTime(options) };
  const pages: CrawledPage[] = [];
  const seen = new Set([withoutFragment(start)]);
  let waiting = [withoutFragment(start)];
  for (let depth = 0; depth <= options.maxDepth && waiting.length > 0; depth += 1) {
    const next: string[] = [];
    for (const url of waiting) {
      if (pages.length >= options.maxPages) return pages;
      const answer = await load(url, limited, pages.length === 0);
      if (answer === undefined) continue;
      const { page, links } = await readPage(answer, { depth, position: pages.length, options: limited });
      pages.push(page);
      for (const link of links) {
        if (seen.has(link) || !mayFollow(link, start, options)) continue;
        seen.add(link);
        next.push(link);
      }
    }
    waiting = next;
  }
  return pages;
}

function limitTime({ services, timeoutMs }: CrawlOptions): CrawlOptions['services'] {
  return { ...services, signal: AbortSignal.any([services.signal, AbortSignal.timeout(timeoutMs)]) };
}

async function load(url: string, options: CrawlOptions, isFirst: boolean): Promise<Answer | undefined> {
  let failure: unknown;
  for (let attempt = 0; attempt <= options.retries; attempt += 1) {
    try {
      return await ask(url, options);
    } catch (error) {
      failure = error;
      if (error instanceof Problem && error.code === 'unreachable_address') break;
    }
  }
  if (!isFirst) return undefined;
  const reason = failure instanceof Error ? failure.message : String(failure);
  const isRefused = failure instanceof Problem && failure.code === 'unreachable_address';
  throw new ExtractionError(isRefused ? 'validation' : 'network', `${url} could not be read: ${reason}`);
}

async function ask(url: string, { services, headers }: CrawlOptions): Promise<Answer> {
  const answer = await services.outbound(url, { headers, signal: services.signal });
  if (answer.status < 200 || answer.status > 299) throw new Error(`it answered ${answer.status}`);
  const contentType = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return { url: answer.url, contentType, bytes: answer.bytes };
}

async function readPage(
  { url, contentType, bytes }: Answer,
  { depth, position, options }: { depth: number; position: number; options: CrawlOptions },
): Promise<{ page: CrawledPage; links: string[] }> {
  const base = { url, depth, position };
  if (!contentType.includes('html')) {
    const text = await textOfFile({ filename: null, contentType, bytes }, url);
    return { page: { ...base, title: null, text, code: [], loadImages: () => Promise.resolve([]) }, links: [] };
  }
  const { title, text, code, links, images } = await readHtml(new TextDecoder().decode(bytes));
  const loadImages: CrawledPage['loadImages'] = async () => {
    const loaded: { url: string; alt: string; bytes: Uint8Array }[] = [];
    for (const { src, alt } of images) {
      const address = resolve(src, url);
      const answer = address === undefined ? undefined : await load(address, options, false);
      if (answer !== undefined) loaded.push({ url: answer.url, alt, bytes: answer.bytes });
    }
    return loaded;
  };
  return {
    page: { ...base, title, text, code, loadImages },
    links: links.flatMap((link) => resolve(link, url) ?? []),
  };
}

function mayFollow(link: string, start: string, { include, exclude }: CrawlOptions): boolean {
  if (new URL(link).host !== new URL(start).host) return false;
  const fits = (pattern: RE2JS): boolean => pattern.matcher(link).find();
  return (include === undefined || include.some(fits)) && !exclude.some(fits);
}

function resolve(link: string, base: string): string | undefined {
  if (!URL.canParse(link, base)) return undefined;
  const url = new URL(link, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? withoutFragment(url.href) : undefined;
}

function withoutFragment(address: string): string {
  if (!URL.canParse(address)) throw new ExtractionError('validation', `"${address.slice(0, 200)}" is not a URL.`);
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
