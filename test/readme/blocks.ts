import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown document. */
export interface Block {
  readonly document: string;
  /** Of the first line inside the fence, from 1. */
  readonly line: number;
  /** What stands behind the opening fence: `ts`, `sh`, or nothing. */
  readonly language: string;
  /** The `##` heading above. */
  readonly section: string;
  readonly text: string;
}

/** Code that runs by itself, made of one block or of several that continue each other. */
export interface Program {
  /** Where it begins: `README.md:34 (Quick start)`. */
  readonly title: string;
  readonly text: string;
}

/** @throws Error for a fence that is not closed */
export function readBlocks(document: string, markdown = readFileSync(document, 'utf8')): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let open: { fence: string; language: string; line: number; lines: string[] } | undefined;
  for (const [at, text] of markdown.split('\n').entries()) {
    const [, fence = '', language = ''] = /^(`{3,}|~{3,})\s*(\S*)/.exec(text) ?? [];
    if (open === undefined) {
      if (text.startsWith('## ')) section = text.slice(3).trim();
      if (fence !== '') open = { fence, language, line: at + 2, lines: [] };
    } else if (fence.startsWith(open.fence) && language === '') {
      blocks.push({ document, section, language: open.language, line: open.line, text: open.lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(text);
    }
  }
  if (open !== undefined) throw new Error(`${document}:${open.line}: the fence is not closed.`);
  return blocks;
}

/** A block with an import begins a program; one without goes on with the program of its section. */
export function toPrograms(blocks: readonly Block[]): Program[] {
  const programs: { section: string; title: string; text: string }[] = [];
  for (const { document, section, line, text } of blocks) {
    const last = programs.at(-1);
    const place = `${document} ${section}`;
    if (last?.section === place && !/^import\s/m.test(text)) last.text += `\n${text}`;
    else programs.push({ section: place, title: `${document}:${line} (${section})`, text });
  }
  return programs.map(({ title, text }) => ({ title, text: `${text}\nexport {};\n` }));
}
