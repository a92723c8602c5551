import type { JsonValue } from '../../internal/json.js';

/** What is no plain data: a call, a name, an expression. */
export const NOT_PLAIN = Symbol('not plain');

type Read = JsonValue | typeof NOT_PLAIN;

const NAMED: Readonly<Record<string, JsonValue>> = { True: true, False: false, None: null };

/** Reads a Python literal: numbers, strings, lists, tuples, dictionaries, `True`, `False`, `None`. */
export function readLiteral(text: string): Read {
  const reader = createReader(text);
  const value = reader.value();
  return reader.isAtEnd() ? value : NOT_PLAIN;
}

function createReader(text: string) {
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const take = (pattern: RegExp): string | undefined => {
    skip();
    const sticky = new RegExp(pattern.source, 'sy');
    sticky.lastIndex = at;
    const [found] = sticky.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };

  /** Values up to a bracket, each read by `item`; false when one is not plain. */
  const until = (closing: RegExp, item: () => boolean): boolean => {
    while (take(closing) === undefined) {
      if (!item()) return false;
      if (take(/,/) === undefined) return take(closing) !== undefined;
    }
    return true;
  };

  const list = (closing: RegExp): Read => {
    const items: JsonValue[] = [];
    const isPlain = until(closing, () => {
      const item = value();
      if (item === NOT_PLAIN) return false;
      items.push(item);
      return true;
    });
    return isPlain ? items : NOT_PLAIN;
  };

  const dictionary = (): Read => {
    const entries: [string, JsonValue][] = [];
    const isPlain = until(/\}/, () => {
      const key = value();
      const item = take(/:/) === undefined ? NOT_PLAIN : value();
      if (item === NOT_PLAIN || (typeof key !== 'string' && typeof key !== 'number')) return false;
      entries.push([String(key), item]);
      return true;
    });
    return isPlain ? Object.fromEntries(entries) : NOT_PLAIN;
  };

  /** Strings that stand side by side are one. */
  const strings = (first: string): string => {
    let joined = unquote(first);
    for (let next = takeString(); next !== undefined; next = takeString()) joined += unquote(next);
    return joined;
  };
  const takeString = (): string | undefined =>
    take(/[rRbBuU]{0,2}(?:"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/);

  const value = (): Read => {
    const string = takeString();
    if (string !== undefined) return strings(string);
    const number = take(/[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/);
    if (number !== undefined) return Number(number.replaceAll('_', ''));
    if (take(/\[/) !== undefined) return list(/\]/);
    if (take(/\(/) !== undefined) return list(/\)/);
    if (take(/\{/) !== undefined) return dictionary();
    const name = take(/[A-Za-z_]\w*/);
    const named = name === undefined || !Object.hasOwn(NAMED, name) ? undefined : NAMED[name];
    return named === undefined ? NOT_PLAIN : named;
  };

  return {
    value,
    isAtEnd(): boolean {
      skip();
      return at >= text.length;
    },
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(literal: string): string {
  const [, prefix = '', body = ''] = /^([a-zA-Z]*)(.*)$/s.exec(literal) ?? [];
  const width = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1;
  const content = body.slice(width, -width);
  if (/r/i.test(prefix)) return content;
  return content.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
