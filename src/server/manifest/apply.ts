import type { JsonObject } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { createResource } from '../resource-kinds/create-resource.js';
import { mapReferences } from '../resource-kinds/references.js';
import { createStaging, type Staging } from '../staging.js';
import { findExisting, findResource } from './find-existing.js';
import { fullName } from './order.js';
import type { ManifestItem } from './parse.js';
import { withSecrets } from './secrets.js';
import { secretValue } from './stored-secrets.js';

type Outcome =
  | { readonly status: 'created' | 'skipped'; readonly id: string | null; readonly error: string | null }
  | { readonly status: 'failed'; readonly id: null; readonly error: string };

/** Creates what is not there yet, in this order: all of it, or nothing when one fails. */
export async function applyItems(
  items: readonly ManifestItem[],
  context: RequestContext,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<JsonObject> {
  const staging = createStaging(context);
  const outcomes: Outcome[] = [];
  for (const item of items) {
    const failed = outcomes.find(({ status }) => status === 'failed');
    outcomes.push(
      failed === undefined
        ? await createItem(item, context, staging)
        : { status: 'skipped', id: null, error: 'Not tried, since something before it failed.' },
    );
  }
  const failure = outcomes.findIndex(({ status }) => status === 'failed');
  const created = outcomes.filter(({ status }) => status === 'created').length;
  if (failure === -1 && !isDryRun) staging.apply();
  const failed = items[failure];
  const shown = failed === undefined ? outcomes : outcomes.map((outcome) => takenBack(outcome, failed));
  const count = (status: Outcome['status']): number => shown.filter((outcome) => outcome.status === status).length;
  return {
    success: failed === undefined,
    resources: items.map((item, index) => {
      const { status, id, error } = shown[index] ?? { status: 'skipped', id: null, error: null };
      return {
        resource_type: item.kind.type,
        name: fullName(item),
        resource_id: isDryRun && status === 'created' ? null : id,
        status,
        error,
      };
    }),
    created_count: count('created'),
    failed_count: count('failed'),
    skipped_count: count('skipped'),
    errors: failed === undefined ? [] : [`${failed.location}: ${outcomes[failure]?.error ?? ''}`],
    rollback_performed: failed !== undefined && created > 0 && !isDryRun,
    dry_run: isDryRun,
  };
}

const takenBack = (outcome: Outcome, failed: ManifestItem): Outcome =>
  outcome.status === 'created'
    ? {
        status: 'skipped',
        id: null,
        error: `Taken back, because the ${failed.kind.type} "${fullName(failed)}" failed.`,
      }
    : outcome;

async function createItem(item: ManifestItem, context: RequestContext, staging: Staging): Promise<Outcome> {
  const existing = findExisting(staging.state, item);
  if (existing !== undefined) return { status: 'skipped', id: existing.id, error: null };
  try {
    const namespace = item.namespace === null ? undefined : staging.state.findNamespace(item.namespace);
    const named = mapReferences(item.definition, (reference) => {
      const found = namespace === undefined ? undefined : findResource(staging.state, namespace, reference);
      return found?.id ?? reference.value;
    });
    const created = await createResource(context, staging, {
      kind: item.kind,
      name: item.name,
      definition: withSecrets(named, (name) => secretValue(staging.state, name)),
      namespace,
    });
    return { status: 'created', id: created.id, error: null };
  } catch (error) {
    return { status: 'failed', id: null, error: error instanceof Error ? error.message : String(error) };
  }
}
