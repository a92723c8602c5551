import type { Command } from 'commander';
import { roster } from '../generated/roster.js';
import type { ResourceRows } from '../operation.js';
import { toKebabCase } from './case.js';
import { childOf, fill } from './plan.js';
import type { Plan } from './plan.js';
import { verbsOf } from './way.js';

const API_HEADING = 'The API, one command per operation:';

/** Adds a command for every operation that the plan leads to. */
export async function addOperations(program: Command, plan: Plan): Promise<void> {
  const { way } = plan;
  for (const [group, paths] of groupPaths()) {
    const name = toKebabCase(group);
    if (!way.shows(name)) continue;
    const summary = way.describes(name) ? await summaryOf(group) : '';
    if (!way.fills(name)) {
      program.command(name).helpGroup(API_HEADING).summary(summary);
      continue;
    }
    const root = childOf(program, name, plan).helpGroup(API_HEADING).summary(summary).description(summary);
    for (const path of paths) await addResource(root, path, plan);
  }
}

async function addResource(root: Command, path: string, plan: Plan): Promise<void> {
  const { way } = plan;
  const segments = path.split('.');
  let place = root;
  let at = root.name();
  for (let depth = 1; depth < segments.length; depth += 1) {
    at = `${at} ${toKebabCase(segments[depth] ?? '')}`;
    if (!way.shows(at)) return;
    place = childOf(place, at, plan);
    if (place.summary() === '' && way.describes(at)) {
      place.summary(await summaryOf(segments.slice(0, depth + 1).join('.')));
    }
  }
  // A group that is only listed needs none of its verbs.
  if (!way.fills(at)) return;
  const verbs = verbsOf(path).filter((verb) => way.shows(`${at} ${toKebabCase(verb)}`));
  if (verbs.length === 0) return;
  const { descriptions } = await import('../generated/descriptions.js');
  const described = await descriptions[path]?.();
  for (const verb of verbs) {
    const description = described?.[verb];
    if (description === undefined) throw new Error(`${path}.${verb} has no description.`);
    // A hand-written command stands in the operation's place.
    if (place.commands.some((each) => each.name() === toKebabCase(verb))) continue;
    const command = place.command(toKebabCase(verb)).summary(description.summary);
    if (!way.fills(`${at} ${toKebabCase(verb)}`)) continue;
    const [{ defineOperation }, rows] = await Promise.all([import('./operation-command.js'), rowsOf(path)]);
    const row = rows[verb];
    if (row === undefined) throw new Error(`${path}.${verb} has no row.`);
    await fill(command, plan, () => defineOperation(command, { row, description }, plan.act));
  }
}

const rowsOf = async (path: string): Promise<ResourceRows> => (await roster[path]?.rows()) ?? {};

/** Texts of groups are loaded to be shown, and not by a run of one command. */
async function summaryOf(path: string): Promise<string> {
  const summaries = await import('./group-summaries.js');
  return summaries.summaryOf(path);
}

/** Resources by their first word. */
function groupPaths(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of Object.keys(roster)) {
    const [group = ''] = path.split('.');
    const paths = groups.get(group);
    if (paths === undefined) groups.set(group, [path]);
    else paths.push(path);
  }
  return groups;
}
