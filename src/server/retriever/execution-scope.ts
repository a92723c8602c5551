import type { JsonObject, JsonValue } from '../../internal/json.js';
import { readPath } from './field.js';
import { missingInput, type ResolvedInputs } from './inputs.js';
import { toFields, type RankedDocument } from './ranked-document.js';
import type { TemplateScope } from './templates.js';

/** What templates of one execution may read; grows as stages end. */
export interface ExecutionScope {
  /** For parameters: an input that was left out is null, so the parameter takes its default. */
  readonly forParameters: TemplateScope;
  /** For filters: an input that was left out is a 400, since a filter without its value would let other documents in. */
  forFilters(stageName: string): TemplateScope;
  /** As `forFilters`, with the fields of a document. */
  forDocument(stageName: string, document: RankedDocument): TemplateScope;
  /** Makes a stage's figures readable as `{{STAGE.name.output_count}}`. */
  record(stageName: string, statistics: JsonObject): void;
}

/** `readSecret` throws for a secret that does not exist. */
export function createExecutionScope(
  inputs: ResolvedInputs,
  context: JsonObject,
  readSecret: (name: string) => string,
): ExecutionScope {
  const stages: JsonObject = {};
  const read =
    (onAbsent: (input: string) => JsonValue, document?: JsonObject): TemplateScope =>
    ({ root, path }) => {
      switch (root) {
        case 'INPUT': {
          const [name = ''] = path;
          if (inputs.absent.has(name)) return onAbsent(name);
          return readPath(inputs.values, path) ?? null;
        }
        case 'STAGE':
          return readPath(stages, path) ?? null;
        case 'CONTEXT':
          return (
            readPath(
              context,
              path.map((key) => key.toLowerCase()),
            ) ?? null
          );
        case 'SECRET':
          return readSecret(path.join('.'));
        case 'DOC':
          return document === undefined ? undefined : (readPath(document, path) ?? null);
      }
    };
  const refuse =
    (stageName: string) =>
    (input: string): JsonValue => {
      throw missingInput(input, [stageName]);
    };

  return {
    forParameters: read(() => null),
    forFilters: (stageName) => read(refuse(stageName)),
    forDocument: (stageName, document) => read(refuse(stageName), toFields(document)),
    record(stageName, statistics) {
      stages[stageName] = statistics;
    },
  };
}
