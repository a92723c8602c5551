import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What documents import by the package's name, as sources. */
export const SOURCES = {
  mixpeek: `${root}src/index.ts`,
  'mixpeek/resources': `${root}src/resources/definitions.ts`,
  'mixpeek/raw': `${root}src/raw.ts`,
  'mixpeek/server': `${root}src/server/index.ts`,
  'mixpeek/server/msw': `${root}src/server/msw.ts`,
  'mixpeek/webhooks': `${root}src/webhooks/index.ts`,
} as const;
