import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { readSettings } from '../../migrate/config.js';
import { planMigration, toGraph, toValidation } from '../../migrate/plan.js';
import { initialProgress } from '../../migrate/progress.js';
import { notFound } from '../../problem.js';
import type { MigrationRecord } from '../../records.js';
import { ORGANIZATION_ID } from '../models/org-view.js';
import { beginMigration } from './start.js';

const configOf = ({ body }: RequestContext): JsonObject => (isJsonObject(body['config']) ? body['config'] : {});

export function validateMigration(context: RequestContext): ResolverResult {
  const { state, services } = context;
  const plan = planMigration(readSettings(configOf(context)), state);
  const first = plan.errors[0];
  return {
    body: {
      validation_result: toValidation(plan, services.settings.taskMs),
      dependency_graph: plan.source === undefined ? null : toGraph(plan),
      message: first === undefined ? 'The migration can run.' : `The migration cannot run: ${first.msg}`,
    },
  };
}

/** Keeps a migration as a draft, and starts it when the request says so. */
export function createMigration(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const config = configOf(context);
  const settings = readSettings(config);
  const plan = planMigration(settings, state);
  if (plan.source === undefined) throw notFound('namespace', settings.source);
  const validation = toValidation(plan, services.settings.taskMs);
  const id = services.id('mig');
  const now = isoTime(services.clock.now());
  const record: MigrationRecord = {
    id,
    namespace_id: plan.source.id,
    created_at: now,
    migration: {
      migration_id: id,
      internal_id: ORGANIZATION_ID,
      namespace_id: plan.source.id,
      config,
      status: 'draft',
      progress: initialProgress(settings, plan, 'draft'),
      validation_result: validation,
      dependency_graph: toGraph(plan),
      task_id: null,
      created_at: now,
      started_at: null,
      completed_at: null,
      error_message: null,
      additional_data: {},
    },
  };
  tx.put('migrations', record);
  publishEvent(context, {
    type: 'migration.created',
    namespaceId: plan.source.id,
    subject: { type: 'migration', id },
  });
  const answer = { migration_id: id, validation_result: validation, created_at: now };
  if (body['start_immediately'] !== true) {
    const message =
      plan.errors.length === 0 ? 'Migration planned. Start it to run it.' : messageOf(plan.errors[0]?.msg);
    return { body: { ...answer, status: 'draft', message } };
  }
  const started = beginMigration(context, record, { force: false });
  return { body: { ...answer, status: started.migration['status'], message: 'Migration started.' } };
}

const messageOf = (problem = ''): string => `Migration planned, but it cannot run yet: ${problem}`;
