import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import { unwrapCommonJs } from '../../internal/common-js.js';
import type { Violation } from '../problem.js';
import { isSchema, type DocumentSchemas, type JsonSchema } from '../schemas.js';
import { describeError, describeValue, listTypes } from './describe-error.js';
import { prepareSchema } from './prepare-schema.js';

export interface Validator {
  /** Checks a value and fills in defaults, in place. Locations start with `root`. A promise only until ajv is loaded. */
  check(schema: object, value: unknown, root: readonly (string | number)[]): Violation[] | Promise<Violation[]>;
}

/** A check reports at most so many places. */
const MAX_VIOLATIONS = 50;

/** Compiles a schema, and the components it reaches, when it is first used: compiling all takes seconds. */
export function createValidator(components: DocumentSchemas['components']): Validator {
  const compiled = new WeakMap<object, ValidateFunction>();
  const added = new Set<string>();
  let loading: Promise<Ajv2020> | undefined;
  let loaded: Ajv2020 | undefined;

  const load = async (): Promise<Ajv2020> => {
    const { Ajv2020 } = unwrapCommonJs(await import('ajv/dist/2020.js'));
    return (loaded = new Ajv2020({
      strict: false,
      allErrors: true,
      verbose: true,
      useDefaults: true,
      validateFormats: false,
      addUsedSchema: false,
    }));
  };

  const componentOf = (name: string): JsonSchema | undefined => {
    const component = components[name];
    return isSchema(component) ? component : undefined;
  };

  const prepare = (schema: JsonSchema, ajv: Ajv2020): JsonSchema =>
    prepareSchema(schema, {
      component: componentOf,
      onReference(name) {
        const component = componentOf(name);
        if (component === undefined) throw new Error(`The document's schemas have no component "${name}".`);
        if (added.has(name)) return;
        added.add(name);
        ajv.addSchema(prepare(component, ajv), name);
      },
    });

  const compile = (schema: object, ajv: Ajv2020): ValidateFunction => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      validate = ajv.compile(isSchema(schema) ? prepare(schema, ajv) : schema);
      compiled.set(schema, validate);
    }
    return validate;
  };

  const check = (ajv: Ajv2020, schema: object, subject: Subject): Violation[] => {
    const validate = compile(schema, ajv);
    if (validate(subject.value)) return [];
    const explain = createExplain((branch) => compilePrepared(branch, { ajv, compiled }));
    return explain(validate.errors ?? [], subject).slice(0, MAX_VIOLATIONS);
  };

  return {
    check(schema, value, root) {
      if (loaded !== undefined) return check(loaded, schema, { value, root });
      return (loading ??= load()).then((ajv) => check(ajv, schema, { value, root }));
    },
  };
}

/** Branches inside errors are prepared already. */
function compilePrepared(
  branch: JsonSchema,
  { ajv, compiled }: { ajv: Ajv2020; compiled: WeakMap<object, ValidateFunction> },
) {
  let validate = compiled.get(branch);
  if (validate === undefined) compiled.set(branch, (validate = ajv.compile(branch)));
  return validate;
}

interface Subject {
  readonly value: unknown;
  readonly root: readonly (string | number)[];
}

type Explain = (errors: readonly ErrorObject[], subject: Subject) => Violation[];

function createExplain(compile: (branch: JsonSchema) => ValidateFunction): Explain {
  const explain: Explain = (errors, subject) => {
    const unions = errors.filter((error) => error.keyword === 'anyOf');
    // What the branches of a union said is replaced by what its best branch says.
    const inUnion = (error: ErrorObject): boolean =>
      unions.some(
        (union) =>
          errors.indexOf(error) < errors.indexOf(union) &&
          (error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`)),
      );
    return errors
      .filter((error) => !inUnion(error))
      .flatMap((error) => {
        const location = locate(error.instancePath, subject);
        if (error.keyword === 'anyOf') return explainUnion(error, location);
        return describeError(error, location) ?? [];
      });
  };

  const explainUnion = (error: ErrorObject, location: readonly (string | number)[]): Violation[] => {
    const branches = Array.isArray(error.schema) ? error.schema.filter(isSchema) : [];
    const attempts = branches.map((branch) => {
      const validate = compile(branch);
      validate(error.data);
      return [...(validate.errors ?? [])];
    });
    const isWrongType = (errors: readonly ErrorObject[]): boolean =>
      errors.some(({ keyword, instancePath }) => keyword === 'type' && instancePath === '');
    const [best] = attempts
      .filter((errors) => !isWrongType(errors))
      .sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length);
    if (best !== undefined) return explain(best, { value: error.data, root: location });
    const types = attempts
      .flat()
      .flatMap(({ keyword, instancePath, params }) =>
        keyword === 'type' && instancePath === '' ? [params['type'] as unknown] : [],
      );
    const message = `must be ${listTypes([...new Set(types.flat())])}, not ${describeValue(error.data)}`;
    return [{ type: 'union_type', location, message }];
  };

  return explain;
}

/** How far into the value a branch got before it failed: the deeper, the more likely it was meant. */
function depthOf(errors: readonly ErrorObject[]): number {
  return Math.min(...errors.map(({ instancePath }) => instancePath.split('/').length));
}

/** `/documents/3/vectors` -> `['body', 'documents', 3, 'vectors']` */
function locate(instancePath: string, { value, root }: Subject): (string | number)[] {
  const location: (string | number)[] = [...root];
  let current: unknown = value;
  for (const escaped of instancePath.split('/').slice(1)) {
    const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    location.push(Array.isArray(current) ? Number(segment) : segment);
    current = isSchema(current) || Array.isArray(current) ? Reflect.get(current, segment) : undefined;
  }
  return location;
}
