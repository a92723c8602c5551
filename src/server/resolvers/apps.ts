import { createAppUpload, deployApp, restoreVersion } from './apps/deploy.js';
import type { ResolverTable } from './table.js';

const NOTE = 'Keeps bundles and which version is where; none of them is served.';

export const appResolvers = {
  'apps.uploads.create': { fidelity: 'behavioural', note: NOTE, resolve: createAppUpload },
  'apps.deploy': { fidelity: 'behavioural', note: NOTE, resolve: deployApp },
  'apps.versions.restore': { fidelity: 'behavioural', note: NOTE, resolve: restoreVersion },
} satisfies ResolverTable;
