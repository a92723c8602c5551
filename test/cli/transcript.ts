/** One command of a transcript and what it must do. */
export interface TranscriptStep {
  /** Line of the file, from 1. */
  line: number;
  command: string;
  words: string[];
  stdin: string | undefined;
  terminal: number | undefined;
  out: string;
  err: string;
  code: number;
}

export interface Transcript {
  files: Record<string, string>;
  steps: TranscriptStep[];
}

/**
 * Reads a session as a person would see it:
 *
 *     # a remark
 *     @@ name        a file; its lines follow, up to an empty one
 *     % terminal 60  from here on the streams are a terminal of that width; `% pipe` ends it
 *     $ mixpeek ...  a command; a trailing `\` goes on, `< name` gives a file as stdin
 *     text           what stands on stdout; `…` stands for anything within the line
 *     ! text         what stands on stderr
 *     [exit 2]       how it ends, when that is not 0
 */
export function parseTranscript(text: string): Transcript {
  const files: Record<string, string> = {};
  const steps: TranscriptStep[] = [];
  const lines = text.split('\n');
  let terminal: number | undefined;
  let step: TranscriptStep | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('# ')) step = undefined;
    else if (line.startsWith('% ')) terminal = line === '% pipe' ? undefined : Number(line.split(' ')[2]);
    else if (line.startsWith('@@ ')) {
      let content = '';
      while (lines[at + 1]) content += `${lines[++at] ?? ''}\n`;
      files[line.slice(3)] = content;
    } else if (line.startsWith('$ mixpeek')) {
      let command = line.slice(2);
      const start = at + 1;
      while (command.endsWith('\\')) command = command.slice(0, -1) + (lines[++at] ?? '').trim();
      const words = splitWords(command).slice(1);
      const from = words.indexOf('<');
      const stdin = from < 0 ? undefined : files[words.splice(from, 2)[1] ?? ''];
      step = { line: start, command, words, stdin, terminal, out: '', err: '', code: 0 };
      steps.push(step);
    } else if (step && line.startsWith('! ')) step.err += `${line.slice(2)}\n`;
    else if (step && /^\[exit \d+\]$/.test(line)) step.code = Number(line.slice(6, -1));
    else if (step && line !== '') step.out += `${line}\n`;
  }
  return { files, steps };
}

/** Words as a shell splits them: quotes hold together, a backslash takes the next character. */
function splitWords(command: string): string[] {
  const words: string[] = [];
  for (const match of command.matchAll(/(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+/g)) {
    words.push(
      match[0].replaceAll(
        /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
        (_all, single?: string, double?: string, escaped?: string) =>
          single ?? double?.replaceAll(/\\(.)/g, '$1') ?? escaped ?? '',
      ),
    );
  }
  return words;
}

/** Whether the text is what was expected, where `…` stands for anything within a line. */
export function toPattern(expected: string): RegExp {
  const escaped = expected.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('[^\\n]*')}$`);
}
