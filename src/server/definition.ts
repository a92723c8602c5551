import { components, operationSchemas } from '../generated/json-schemas.js';
import { operations } from '../rows.js';
import { documentVersion } from '../generated/version.js';
import type { ServerParts } from './core.js';
import { jobs, resolvers } from './resolvers/index.js';

/** The whole API: the document's rows and schemas, and behaviour for them. */
export const definition: Omit<ServerParts, 'platform'> = {
  operations: Object.values(operations),
  schemas: { components, operations: operationSchemas },
  resolvers,
  jobs,
  version: documentVersion,
};
