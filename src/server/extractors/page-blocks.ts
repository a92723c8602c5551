import type { PdfText } from './read-pdf.js';

export interface PageBlock {
  readonly text: string;
  /** Left, lower, right and upper edge, in points. */
  readonly box: readonly [number, number, number, number];
}

interface Line {
  readonly items: PdfText[];
  y: number;
}

/** Pieces this close in height, in points, stand on the same line. */
const SAME_LINE = 2;

/**
 * Joins the pieces of a page into blocks, from top to bottom: lines that are at most `verticalGap` points apart belong
 * together, and so do pieces of a line that are at most `horizontalGap` points apart.
 */
export function pageBlocks(
  items: readonly PdfText[],
  { verticalGap, horizontalGap }: { verticalGap: number; horizontalGap: number },
): PageBlock[] {
  const segments = linesOf(items).flatMap((line) => segmentsOf(line, horizontalGap));
  const blocks: PdfText[][][] = [];
  for (const segment of segments) {
    const block = blocks.find((candidate) => continues(candidate.at(-1) ?? [], segment, verticalGap));
    if (block === undefined) blocks.push([segment]);
    else block.push(segment);
  }
  return blocks.map(toBlock);
}

/** The whole text of a page, line by line. */
export const pageText = (items: readonly PdfText[]): string =>
  linesOf(items)
    .map(({ items: line }) => textOf(line))
    .join('\n')
    .trim();

function linesOf(items: readonly PdfText[]): Line[] {
  const lines: Line[] = [];
  for (const item of [...items].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    if (line !== undefined && Math.abs(line.y - item.y) <= SAME_LINE) line.items.push(item);
    else lines.push({ y: item.y, items: [item] });
  }
  for (const line of lines) line.items.sort((a, b) => a.x - b.x);
  return lines;
}

function segmentsOf({ items }: Line, gap: number): PdfText[][] {
  const segments: PdfText[][] = [];
  let end = -Infinity;
  for (const item of items) {
    const open = segments.at(-1);
    if (open !== undefined && item.x - end <= gap) open.push(item);
    else segments.push([item]);
    end = item.x + item.width;
  }
  return segments;
}

/** A segment goes on with a block when it is close below it and in the same column. */
function continues(above: readonly PdfText[], below: readonly PdfText[], gap: number): boolean {
  const [top, next] = [boxOf(above), boxOf(below)];
  const overlaps = next[0] <= top[2] && next[2] >= top[0];
  return overlaps && top[1] - next[3] <= gap;
}

function toBlock(segments: readonly PdfText[][]): PageBlock {
  return { text: segments.map(textOf).join('\n').trim(), box: boxOf(segments.flat()) };
}

function textOf(items: readonly PdfText[]): string {
  let text = '';
  let end: number | undefined;
  for (const item of items) {
    const needsSpace = end !== undefined && item.x - end > 1 && !text.endsWith(' ') && !item.text.startsWith(' ');
    text += needsSpace ? ` ${item.text}` : item.text;
    end = item.x + item.width;
  }
  return text.trim();
}

function boxOf(items: readonly PdfText[]): [number, number, number, number] {
  return [
    Math.min(...items.map(({ x }) => x)),
    Math.min(...items.map(({ y }) => y)),
    Math.max(...items.map(({ x, width }) => x + width)),
    Math.max(...items.map(({ y, height }) => y + height)),
  ];
}
