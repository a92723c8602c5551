import type { CommandEntry } from './module.js';

/** In the order of the help. */
export const commandEntries: readonly CommandEntry[] = [
  { path: 'demo', summary: 'See the whole path run on real text, locally', load: () => import('./demo.js') },
  { path: 'serve', summary: 'Run the reference server on this computer', load: () => import('./serve.js') },
  { path: 'search', summary: 'Search a namespace by vector, text or keywords', load: () => import('./search.js') },
  { path: 'upsert', summary: 'Write documents from a JSON Lines file', load: () => import('./upsert.js') },
  { path: 'promote', summary: 'Map vector indexes to inference services', load: () => import('./promote.js') },
  { path: 'models upload', summary: 'Upload a model archive to a namespace', load: () => import('./models-upload.js') },
  {
    path: 'manifest apply',
    summary: 'Create everything that a manifest describes',
    load: async () => ({ define: (await import('./manifest.js')).defineApply }),
  },
  {
    path: 'manifest diff',
    summary: 'Compare a manifest with the system',
    load: async () => ({ define: (await import('./manifest.js')).defineDiff }),
  },
  {
    path: 'manifest lint',
    summary: 'Look for what could be better in a manifest',
    load: async () => ({ define: (await import('./manifest.js')).defineLint }),
  },
  {
    path: 'manifest validate',
    summary: 'Check whether a manifest can be applied',
    load: async () => ({ define: (await import('./manifest.js')).defineValidate }),
  },
  {
    path: 'buckets objects create',
    summary: 'Create an object',
    load: () => import('./buckets-objects-create.js'),
  },
  {
    path: 'buckets uploads put',
    summary: 'Upload files to a bucket',
    load: () => import('./buckets-uploads-put.js'),
  },
  {
    path: 'schema',
    summary: 'Show the fields of a type or an operation',
    load: () => import('./schema.js'),
  },
  { path: 'api', summary: 'Send any request', load: () => import('./api.js') },
  { path: 'login', summary: 'Keep an API key in a profile', load: () => import('./login.js') },
  { path: 'logout', summary: 'Forget the API key of a profile', load: () => import('./logout.js') },
  { path: 'config', summary: 'Show and change settings', load: () => import('./config.js') },
];
