import type { Option } from 'commander';

/** The words that stand before any flag but these, without these: `-n my-vectors namespaces list --all` -> `namespaces list`. */
export function operandsOf(words: readonly string[], options: readonly Option[]): string[] {
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return [...operands, ...words.slice(at + 1)];
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const option = options.find((each) => startsWithFlag(word, each));
    if (option === undefined) return operands;
    if (option.required && (word === option.long || word === option.short)) at += 1;
  }
  return operands;
}

/** `--output`, `--output=json`, `-o`, `-ojson`. */
function startsWithFlag(word: string, { long, short }: Option): boolean {
  if (word.startsWith('--')) return word === long || word.startsWith(`${long}=`);
  return short !== undefined && word.startsWith(short);
}
