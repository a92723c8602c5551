import type { ChildNode, Document, Element } from 'domhandler';
import type { JsonObject } from '../../internal/json.js';
import { badRequest, Problem } from '../problem.js';
import type { SourceItem } from './source-item.js';

/** Reads RSS 2.0, RSS 1.0 (RDF) and Atom, by a parser that is loaded when it is needed. */
export async function readFeed(text: string, url: string): Promise<SourceItem[]> {
  const parse = await loadParser();
  const entries = findAll(parse(text), (name) => name === 'item' || name === 'entry');
  const isFeed = findAll(parse(text), (name) => ['rss', 'rdf:rdf', 'feed'].includes(name)).length > 0;
  if (!isFeed) throw badRequest('invalid_feed', `${url} is no RSS or Atom feed.`, { url });
  return entries.map((entry) => toItem(entry));
}

async function loadParser(): Promise<(text: string) => Document> {
  try {
    const { parseDocument } = await import('htmlparser2');
    return (text) => parseDocument(text, { xmlMode: true });
  } catch (cause) {
    throw new Problem({
      status: 503,
      code: 'feed_parser_unavailable',
      message: `Feeds are read by htmlparser2, which could not be loaded (${cause instanceof Error ? cause.message : String(cause)}). Install it: npm install htmlparser2`,
    });
  }
}

function toItem(entry: Element): SourceItem {
  const one = (...names: string[]): string | null => {
    for (const name of names) {
      const [found] = children(entry, name);
      const text = found === undefined ? '' : textIn(found);
      if (text !== '') return text;
    }
    return null;
  };
  const link = one('link') ?? linkOf(entry, (rel) => rel === undefined || rel === 'alternate');
  const [enclosure] = children(entry, 'enclosure');
  const file = enclosure?.attribs['url'] ?? linkOf(entry, (rel) => rel === 'enclosure');
  const published = toIso(one('pubDate', 'published', 'updated', 'dc:date'));
  const guid = one('guid', 'id') ?? entry.attribs['rdf:about'] ?? null;
  const authors = children(entry, 'author').map((author) => children(author, 'name')[0] ?? author);
  const author = authors[0] === undefined ? one('dc:creator') : textIn(authors[0]);
  const categories = children(entry, 'category').map((category) => category.attribs['term'] ?? textIn(category));
  const fields: JsonObject = {
    ...plainElements(entry),
    title: one('title'),
    link,
    description: one('description', 'summary'),
    content: one('content:encoded', 'content'),
    pubDate: published,
    guid,
    author,
    category: categories,
    enclosure: file,
  };
  const size = Number(enclosure?.attribs['length'] ?? Number.NaN);
  return {
    key: guid ?? link ?? `${one('title') ?? ''} ${published ?? ''}`,
    name: one('title') ?? link ?? '',
    url: file ?? link,
    mimeType: file === null ? 'text/html' : (enclosure?.attribs['type'] ?? null),
    size: Number.isFinite(size) ? size : null,
    modified: published === null ? null : Date.parse(published),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
  };
}

/** Elements that are nothing but text, under their own names. */
function plainElements(entry: Element): JsonObject {
  const plain = entry.children.filter(isElement).filter((child) => !child.children.some(isElement));
  return Object.fromEntries(plain.flatMap((child) => (textIn(child) === '' ? [] : [[child.name, textIn(child)]])));
}

function linkOf(entry: Element, matches: (rel: string | undefined) => boolean): string | null {
  const link = children(entry, 'link').find(({ attribs }) => attribs['href'] !== undefined && matches(attribs['rel']));
  return link?.attribs['href'] ?? null;
}

/** RFC 822 and ISO dates as ISO; null for anything else. */
function toIso(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

const isElement = (node: ChildNode): node is Element => 'attribs' in node;

const children = (parent: Element, name: string): Element[] =>
  parent.children.filter(isElement).filter((child) => child.name === name);

function findAll(node: Document | Element, matches: (name: string) => boolean): Element[] {
  return node.children
    .filter(isElement)
    .flatMap((child) => [...(matches(child.name.toLowerCase()) ? [child] : []), ...findAll(child, matches)]);
}

function textIn(node: ChildNode): string {
  const text = 'children' in node ? node.children.map(textIn).join('') : 'data' in node ? node.data : '';
  return text.trim();
}
