import { resolveRef, scanDiscriminators, transformSchema } from 'openapi-typescript';
import type { OpenAPI3, OpenAPITSOptions } from 'openapi-typescript';
import type ts from 'typescript';
import type { OpenApiDocument } from './openapi.js';

type Context = Parameters<typeof transformSchema>[1];

/**
 * openapi-typescript's own transformation, without what it does before it: our document is parsed, whole and checked already, and
 * reading, linting and bundling it once more take longer than everything else. Adds the fields of discriminators to the document.
 */
export function toTypeNodes(
  document: OpenApiDocument,
  transform: NonNullable<OpenAPITSOptions['transform']>,
): ts.Statement[] {
  const schema = document as unknown as OpenAPI3;
  const context: Omit<Context, 'redoc'> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    discriminators: scanDiscriminators(schema, { silent: true }),
    emptyObjectsUnknown: false,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform,
    transformProperty: undefined,
    resolve: (reference) => resolveRef(schema, reference, { silent: true }),
  };
  // Only the steps that are left out read `redoc`.
  return transformSchema(schema, context as Context) as ts.Statement[];
}
