import { groups } from '../generated/groups.js';
import { toKebabCase } from './case.js';

/** Groups of which the document says nothing, or nothing short: they only hold others, or share a tag with others. */
const OWN: Readonly<Record<string, string>> = {
  agents: 'Talk to an agent that searches for you',
  analytics: 'What was used, how fast, and how well',
  clusters: 'Group documents by their vectors or fields',
  'clusters.executions': 'Past and present runs of a cluster',
  'clusters.groups': 'What a cluster found',
  'clusters.triggers': 'Run clusters by themselves',
  documents: 'Read, change and list documents of a namespace',
  featureExtractors: 'See what the service can extract',
  health: 'Ask whether the service works',
  inference: 'Run a model directly',
  marketplace: 'Offer retrievers to others, and use theirs',
  models: 'Custom models of the organization',
  'models.uploads': 'Upload a model of the organization by URL',
  namespaces: 'Namespaces with their documents, models and extractors',
  'namespaces.documents': 'Write documents with their vectors',
  'namespaces.extractors': 'See what a namespace can extract',
  'namespaces.models': 'Custom models of a namespace',
  'namespaces.payloadIndexes': 'Older way to index a field for filters',
  'namespaces.textIndexes': 'Older way to index fields for keyword search',
  organizations: 'The organization: users, keys, secrets, usage and bills',
  public: 'What was published, for everyone',
  retrievers: 'Stored searches: make, run and explain them',
  'retrievers.adhocExecutions': 'Past runs of retrievers that were not stored',
  'retrievers.executions': 'Past runs of a stored retriever',
  'retrievers.stages': 'What a retriever can be made of',
  tasks: 'Follow work that goes on in the service',
  taxonomies: 'Join documents with entries, and take their fields',
  'taxonomies.analytics': 'Steps and transitions of assigned documents',
  'taxonomies.versions': 'Versions of a taxonomy',
  templates: 'Make resources from templates, and templates from resources',
  triggers: 'Start work by itself: by the clock, by events, by a condition',
};

/** What a group of commands is about, in a line. */
export const summaryOf = (path: string): string =>
  OWN[path] ??
  groups[path] ??
  `Commands for ${toKebabCase(path.slice(path.lastIndexOf('.') + 1)).replaceAll('-', ' ')}`;
