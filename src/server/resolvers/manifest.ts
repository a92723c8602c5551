import type { RequestContext, ResolverResult } from '../context.js';
import { applyItems } from '../manifest/apply.js';
import { diffManifest } from '../manifest/diff.js';
import { exportManifest, toYaml } from '../manifest/export.js';
import { generateManifest } from '../manifest/generate.js';
import { lintManifest, LINT_RULES } from '../manifest/lint.js';
import { checkManifest } from '../manifest/validate.js';
import { badRequest, notFound, unprocessable } from '../problem.js';
import type { NamespaceRecord } from '../records.js';
import { readManifestFile } from './manifest/read-file.js';
import type { ResolverTable } from './table.js';

export const manifestResolvers = {
  'manifest.apply': { fidelity: 'exact', resolve: applyManifest },
  'manifest.validate': {
    fidelity: 'exact',
    resolve: async (context) => {
      const manifest = await readManifestFile(context);
      const { errors, warnings, missingSecrets } = await checkManifest(manifest, context);
      const counts: Record<string, number> = {};
      for (const { kind } of manifest.items) counts[kind.section] = (counts[kind.section] ?? 0) + 1;
      return {
        body: {
          valid: errors.length === 0 && missingSecrets.length === 0,
          resources: counts,
          missing_secrets: missingSecrets,
          errors,
          warnings,
        },
      };
    },
  },
  'manifest.diff': {
    fidelity: 'exact',
    resolve: async (context) => {
      const manifest = await readManifestFile(context);
      refuseErrors(manifest.errors);
      return { body: await diffManifest(manifest, context) };
    },
  },
  'manifest.lint': {
    fidelity: 'behavioural',
    note: `The rules are this server's own: ${Object.keys(LINT_RULES).join(', ')}.`,
    resolve: lint,
  },
  'manifest.export': {
    fidelity: 'exact',
    resolve: (context) => {
      const { query, state } = context;
      const { format, namespace_id: named } = query;
      if (format !== 'yaml') {
        const message = `is ${JSON.stringify(format)}; only yaml is known`;
        throw unprocessable([{ type: 'enum', location: ['query', 'format'], message }]);
      }
      const wanted = typeof named === 'string' ? [findNamed(named, context)] : state.list('namespaces');
      return answerYaml(wanted, context);
    },
  },
  'manifest.exportNamespaces': {
    fidelity: 'exact',
    resolve: (context) => {
      // The body of this operation is a list.
      const named = context.body as unknown;
      const isAll = !Array.isArray(named) || named.length === 0;
      const wanted = isAll
        ? context.state.list('namespaces')
        : [
            ...new Map(
              named.map((each) => findNamed(String(each), context)).map((found) => [found.id, found]),
            ).values(),
          ];
      return answerYaml(wanted, context);
    },
  },
  'manifest.generate': {
    fidelity: 'behavioural',
    note: 'No language model: words of the description decide between a few forms. The same words give the same manifest.',
    resolve: async ({ query }) => {
      const { description, manifest_name: name } = query;
      if (String(description).trim() === '') {
        const message = 'is empty; say what the manifest should set up';
        throw unprocessable([{ type: 'value_error', location: ['query', 'description'], message }]);
      }
      return yaml(await toYaml(generateManifest(String(description), String(name))));
    },
  },
} satisfies ResolverTable;

async function applyManifest(context: RequestContext): Promise<ResolverResult> {
  const manifest = await readManifestFile(context);
  const { errors, missingSecrets, items } = await checkManifest(manifest, context);
  refuseErrors(errors);
  if (missingSecrets.length > 0) {
    const names = missingSecrets.join(', ');
    const message = `The organization has no secret ${names}. Create it before you apply the manifest.`;
    throw badRequest('missing_secrets', message, { missing_secrets: missingSecrets });
  }
  return { body: await applyItems(items, context, { isDryRun: context.query['dry_run'] === true }) };
}

/** What cannot be applied at all is a refusal, not a failed result. */
function refuseErrors(errors: readonly string[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw badRequest('invalid_manifest', `The manifest is not valid: ${first}${more}`, { errors });
}

async function lint(context: RequestContext): Promise<ResolverResult> {
  const skip = context.query['skip_rules'];
  const skipped = new Set(Array.isArray(skip) ? skip.map(String) : []);
  const unknown = [...skipped].filter((rule) => !Object.hasOwn(LINT_RULES, rule));
  if (unknown.length > 0) {
    const message = `there is no rule "${unknown[0] ?? ''}"; the rules are ${Object.keys(LINT_RULES).join(', ')}`;
    throw unprocessable([{ type: 'enum', location: ['query', 'skip_rules'], message }]);
  }
  const manifest = await readManifestFile(context);
  const results = lintManifest({ manifest, check: await checkManifest(manifest, context) }, skipped);
  const count = (severity: string): number => results.filter((result) => result.severity === severity).length;
  const summary = { error: count('error'), warning: count('warning'), info: count('info') };
  return { body: { valid: summary.error === 0, results, summary } };
}

function findNamed(idOrName: string, { state }: RequestContext): NamespaceRecord {
  const namespace = state.findNamespace(idOrName);
  if (namespace === undefined) throw notFound('namespace', idOrName);
  return namespace;
}

async function answerYaml(
  namespaces: readonly NamespaceRecord[],
  { state, query }: RequestContext,
): Promise<ResolverResult> {
  return yaml(await toYaml(exportManifest(namespaces, { state, name: String(query['manifest_name']) })));
}

const yaml = (text: string): ResolverResult => ({ text, headers: { 'Content-Type': 'application/yaml' } });
