import { readFileSync } from 'node:fs';

/** The help of a command by its words, `''` for `mixpeek` itself; `undefined` when there is no page of it. */
export type HelpPages = (command: string) => string | undefined;

/** Pages of one file: a group's own under `''`, and those of its commands by their last word. */
export type HelpFile = Readonly<Record<string, string>>;

/**
 * Help is the same on every computer, so the build prints it once and a run only reads it: no parser is loaded and no command
 * is made. `folder` holds a file for each group; where there is none, as before the build, there is no page.
 */
export function readHelpPage(folder: URL, command: string): string | undefined {
  const end = command.lastIndexOf(' ');
  const group = command.slice(0, Math.max(end, 0));
  return readFile(folder, command)?.[''] ?? readFile(folder, group)?.[command.slice(end + 1)];
}

/** `namespaces documents` -> `namespaces.documents.json`. */
export const helpFileName = (group: string): string => `${group === '' ? 'mixpeek' : group.replaceAll(' ', '.')}.json`;

function readFile(folder: URL, group: string): HelpFile | undefined {
  let text: string;
  try {
    text = readFileSync(new URL(helpFileName(group), folder), 'utf8');
  } catch {
    return undefined;
  }
  return JSON.parse(text) as HelpFile;
}
