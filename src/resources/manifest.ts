import type { ApiPromise, RequestOptions } from '../call.js';
import { unwrapCommonJs } from '../internal/common-js.js';
import type { ManifestMethods } from '../generated/methods.js';
import type {
  ManifestApplyResult,
  ManifestDiff,
  ManifestLintReport,
  ManifestValidation,
} from '../generated/schemas.js';
import { ApiCall } from './api-call.js';
import type { CheckArguments } from './call-endpoint.js';
import { createEndpoint } from './endpoint.js';
import type { Endpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import type { ManifestObject, ManifestSource } from './manifest-types.js';
import { isPlainObject } from './plain-object.js';

export interface ExportManifestParams {
  /** Ids or names of the namespaces to export. Left out: all of them. */
  namespaces?: readonly string[] | undefined;
  /** What the manifest calls itself. Default `exported-manifest`. */
  manifest_name?: string | undefined;
  /** Give an object in place of YAML text. Default `false`. */
  parsed?: boolean | undefined;
}

export interface ManifestResource extends ManifestMethods {
  /**
   * Creates everything that a manifest describes and that is not there yet; what is there stays as it is. When one resource fails, all are
   * taken back: look at `success`.
   *
   * `POST /v1/manifest/apply`
   * @throws {ApiError} 400 when the manifest cannot be read, is not valid, or a secret is missing
   * @example
   * const { success, errors } = await mp.manifest.apply('./mixpeek.yaml', { dry_run: true });
   */
  apply(
    manifest: ManifestSource,
    params?: { dry_run?: boolean | undefined },
    options?: RequestOptions,
  ): ApiPromise<ManifestApplyResult>;
  /**
   * Compares a manifest with the system, and changes nothing.
   *
   * `POST /v1/manifest/diff`
   * @throws {ApiError} 400 when the manifest cannot be read
   * @example
   * const { to_create, differences } = await mp.manifest.diff('./mixpeek.yaml');
   */
  diff(manifest: ManifestSource, options?: RequestOptions): ApiPromise<ManifestDiff>;
  /**
   * Looks for what could be better in a manifest, and changes nothing.
   *
   * `POST /v1/manifest/lint`
   * @throws {ApiError} 400 when the manifest cannot be read, 422 for an unknown rule
   * @example
   * const { results } = await mp.manifest.lint('./mixpeek.yaml', { skip_rules: ['missing-description'] });
   */
  lint(
    manifest: ManifestSource,
    params?: { skip_rules?: readonly string[] | undefined },
    options?: RequestOptions,
  ): ApiPromise<ManifestLintReport>;
  /**
   * Says whether a manifest can be applied, and changes nothing.
   *
   * `POST /v1/manifest/validate`
   * @throws {ApiError} 400 when the manifest cannot be read
   * @example
   * const { valid, errors, missing_secrets } = await mp.manifest.validate({ namespaces: [{ name: 'products' }] });
   */
  validate(manifest: ManifestSource, options?: RequestOptions): ApiPromise<ManifestValidation>;
  /**
   * Writes a manifest of what there is, as an object.
   *
   * `GET /v1/manifest/export` or `POST /v1/manifest/export`
   * @throws {ApiError} 404 when a namespace does not exist
   * @example
   * const { retrievers = [] } = await mp.manifest.export({ parsed: true });
   */
  export(params: ExportManifestParams & { parsed: true }, options?: RequestOptions): ApiPromise<ManifestObject>;
  /**
   * Writes a manifest of what there is, as YAML text. References are by name, so that it can be applied elsewhere.
   *
   * `GET /v1/manifest/export` or `POST /v1/manifest/export`
   * @throws {ApiError} 404 when a namespace does not exist
   * @example
   * await writeFile('mixpeek.yaml', await mp.manifest.export({ namespaces: ['products'] }));
   */
  export(params?: ExportManifestParams, options?: RequestOptions): ApiPromise<string>;
}

type Methods = Pick<ManifestResource, 'apply' | 'diff' | 'lint' | 'validate' | 'export'>;

const rows = async () => (await import('../generated/rows/manifest.js')).manifest;

export const manifestExtension: Extension<Methods> = {
  methods(context) {
    const endpoints = {
      apply: createEndpoint(async () => (await rows()).apply),
      diff: createEndpoint(async () => (await rows()).diff),
      lint: createEndpoint(async () => (await rows()).lint),
      validate: createEndpoint(async () => (await rows()).validate),
      export: createEndpoint(async () => (await rows()).export),
      exportNamespaces: createEndpoint(async () => (await rows()).exportNamespaces),
    };
    /** Calls by operation id give the part's name, as the row has it. */
    const send = (endpoint: Endpoint, manifest: unknown, [params, options]: readonly unknown[]): ApiPromise<unknown> =>
      isRowForm(manifest)
        ? context.run(endpoint, manifest, params)
        : context.run(endpoint, { ...(params ?? {}), manifest_file: manifest }, options);
    return {
      apply: (manifest, ...rest) => send(endpoints.apply, manifest, rest) as ApiPromise<ManifestApplyResult>,
      diff: (manifest, ...rest) =>
        send(endpoints.diff, manifest, isRowForm(manifest) ? rest : [undefined, ...rest]) as ApiPromise<ManifestDiff>,
      lint: (manifest, ...rest) => send(endpoints.lint, manifest, rest) as ApiPromise<ManifestLintReport>,
      validate: (manifest, ...rest) =>
        send(
          endpoints.validate,
          manifest,
          isRowForm(manifest) ? rest : [undefined, ...rest],
        ) as ApiPromise<ManifestValidation>,
      // The overloads differ in their answers alone.
      export: ((params: ExportManifestParams = {}, options?: RequestOptions) => {
        const { namespaces, parsed, ...others } = params;
        const text = exportText(namespaces, others, options);
        return parsed === true ? parseText(text) : text;
      }) as Methods['export'],
    };

    function exportText(
      namespaces: readonly string[] | undefined,
      params: object,
      options: RequestOptions | undefined,
    ): ApiPromise<string> {
      const [only] = namespaces ?? [];
      if (namespaces === undefined || (namespaces.length === 1 && only !== undefined)) {
        const query = only === undefined ? params : { ...params, namespace_id: only };
        return context.run(endpoints.export, query, options) as ApiPromise<string>;
      }
      return context.run(
        endpoints.exportNamespaces,
        { ...params, namespace_ids: namespaces },
        options,
      ) as ApiPromise<string>;
    }
  },
  checks: () => ({
    ...Object.fromEntries(['apply', 'diff', 'lint', 'validate'].map((verb) => [verb, sendManifest] as const)),
  }),
};

const isRowForm = (manifest: unknown): boolean => isPlainObject(manifest) && Object.hasOwn(manifest, 'manifest_file');

/** Text and objects become a file; what is a file already, or the path of one, stays. */
const sendManifest: CheckArguments = (call) => {
  const body = (call.body ?? {}) as Readonly<Record<string, unknown>>;
  const manifest = body['manifest_file'];
  const text = toText(manifest);
  if (text === undefined) return call;
  const bytes = new TextEncoder().encode(text);
  const file = { filename: 'manifest.yaml', size: bytes.byteLength, open: () => new Blob([bytes]).stream() };
  return { ...call, body: { ...body, manifest_file: file } };
};

/** JSON is YAML too. */
function toText(manifest: unknown): string | undefined {
  if (typeof manifest === 'string') return /\n|^\s*\{/.test(manifest) ? manifest : undefined;
  return isPlainObject(manifest) && !('open' in manifest) ? JSON.stringify(manifest) : undefined;
}

/** The text as an object; the library that reads YAML is loaded now. */
const parseText = (call: ApiPromise<string>): ApiPromise<ManifestObject> =>
  new ApiCall(
    call.withResponse().then(async (answer) => {
      const { parse } = unwrapCommonJs(await import('yaml'));
      return { ...answer, data: parse(answer.data) as ManifestObject };
    }),
  );
