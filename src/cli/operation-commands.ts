import type { Command } from 'commander';
import { roster } from '../generated/roster.js';
import type { ResourceRows } from '../operation.js';
import { toKebabCase } from './case.js';
import { childOf, fill } from './plan.js';
import type { Plan } from './plan.js';
import { verbsOf } from './way.js';

const API_HEADING = 'The API, one command per operation:';

/** What a group of commands is about. Groups without an entry are described by their name. */
const GROUP_SUMMARIES: Readonly<Record<string, string>> = {
  documents: 'Read, change and list documents of a namespace',
  featureExtractors: 'See what the service can extract',
  health: 'Ask whether the service works',
  inference: 'Run a model directly',
  models: 'Custom models of the organization',
  'models.uploads': 'Upload a model of the organization by URL',
  namespaces: 'Namespaces with their documents, models and extractors',
  'namespaces.documents': 'Write documents with their vectors',
  'namespaces.extractors': 'See what a namespace can extract',
  'namespaces.models': 'Custom models of a namespace',
  'namespaces.payloadIndexes': 'Older way to index a field for filters',
  'namespaces.textIndexes': 'Older way to index fields for keyword search',
  retrievers: 'Stored searches: make, run and explain them',
  'retrievers.adhocExecutions': 'Past runs of retrievers that were not stored',
  'retrievers.executions': 'Past runs of a stored retriever',
  'retrievers.stages': 'What a retriever can be made of',
  tasks: 'Follow work that goes on in the service',
};

/** Adds a command for every operation that the plan leads to. */
export async function addOperations(program: Command, plan: Plan): Promise<void> {
  const { way } = plan;
  for (const [group, paths] of groupPaths()) {
    const name = toKebabCase(group);
    if (!way.shows(name)) continue;
    const summary = GROUP_SUMMARIES[group] ?? verbsOf(paths[0] ?? group).join(', ');
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
  const [, ...segments] = path.split('.').map(toKebabCase);
  let place = root;
  let at = root.name();
  for (const segment of segments) {
    at = `${at} ${segment}`;
    if (!way.shows(at)) return;
    place = describeGroup(childOf(place, at, plan), path);
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
    const command = place.command(toKebabCase(verb)).summary(description.summary);
    if (!way.fills(`${at} ${toKebabCase(verb)}`)) continue;
    const [{ defineOperation }, rows] = await Promise.all([import('./operation-command.js'), rowsOf(path)]);
    const row = rows[verb];
    if (row === undefined) throw new Error(`${path}.${verb} has no row.`);
    await fill(command, plan, () => defineOperation(command, { row, description }, plan.act));
  }
}

const rowsOf = async (path: string): Promise<ResourceRows> => (await roster[path]?.rows()) ?? {};

function describeGroup(group: Command, resource: string): Command {
  if (group.summary() !== '') return group;
  return group.summary(GROUP_SUMMARIES[resource] ?? `Commands for ${group.name().replaceAll('-', ' ')}`);
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
