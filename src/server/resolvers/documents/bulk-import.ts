import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { EngineError } from '../../engine/engine-error.js';
import type { EngineDocument } from '../../engine/types.js';
import { badRequest, Problem } from '../../problem.js';
import type { NamespaceRecord, VectorConfigRecord } from '../../records.js';
import { startTask } from '../tasks/start-task.js';
import { idOf, readDocument } from './read-document.js';
import { stageDocuments, stageIndexes } from './upsert.js';
import { checkVectors } from './vector-schema.js';

const BATCH = 1000;
const MAX_ERRORS = 100;

interface Outcome {
  received: number;
  inserted: number;
  failed: number;
  errors: JsonObject[];
}

/**
 * Reads NDJSON line by line as it arrives. Good lines are written, bad ones reported by number; what came of it is the
 * task's first output.
 */
export async function bulkImport(context: RequestContext): Promise<ResolverResult> {
  const { namespace, services, tx } = context;
  const outcome: Outcome = { received: 0, inserted: 0, failed: 0, errors: [] };
  const created: VectorConfigRecord[] = [];
  const batches = await readLines(context, { outcome, created });
  if (outcome.received === 0) {
    throw badRequest('empty_import', 'The body holds no documents. Send one JSON document per line.');
  }

  stageIndexes(context, created);
  for (const batch of batches) stageDocuments(context, batch);
  const task = startTask(
    {
      type: 'api_namespaces_documents_bulk_import',
      namespaceId: namespace.id,
      inputs: [{ namespace_id: namespace.id }],
    },
    context,
  );
  tx.schedule('tasks.finish', services.clock.now() + services.settings.taskMs, {
    task_id: task.id,
    status: statusOf(outcome),
    outputs: [{ ...outcome }],
    error: outcome.inserted === 0 ? 'No line could be imported; outputs[0].errors says why.' : null,
  });
  return {
    status: 202,
    body: { batch_id: task.id, task_id: task.id, status: 'PENDING', namespace_id: namespace.id },
  };
}

/** Only vectors in float32 and payloads are kept of what was read. */
async function readLines(
  context: RequestContext,
  { outcome, created }: { outcome: Outcome; created: VectorConfigRecord[] },
): Promise<EngineDocument[][]> {
  const { lines, namespace, services } = context;
  const batches: EngineDocument[][] = [];
  let number = 0;
  for await (const line of lines ?? []) {
    number += 1;
    if (line.trim() === '') continue;
    outcome.received += 1;
    const read = readLine(line, { ...namespace, vector_configs: [...namespace.vector_configs, ...created] }, () =>
      services.id('doc'),
    );
    if ('message' in read) {
      outcome.failed += 1;
      if (outcome.errors.length < MAX_ERRORS) outcome.errors.push({ line: number, ...read });
      continue;
    }
    created.push(...read.created);
    outcome.inserted += 1;
    const last = batches.at(-1);
    if (last === undefined || last.length === BATCH) batches.push([read.document]);
    else last.push(read.document);
  }
  return batches;
}

type Line = { document: EngineDocument; created: VectorConfigRecord[] } | { message: string; document_id?: string };

function readLine(line: string, namespace: NamespaceRecord, newId: () => string): Line {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch (error) {
    return { message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const id = idOf(value);
  const about = id === undefined ? {} : { document_id: id };
  const { document, violations } = readDocument(value, [], newId);
  if (document === undefined) {
    const message = violations.map((violation) => [violation.location.join('.'), violation.message].join(' ').trim());
    return { message: message.join('; '), ...about };
  }
  try {
    return { document, created: checkVectors([document], namespace) };
  } catch (error) {
    if (error instanceof Problem || error instanceof EngineError) return { message: error.message, ...about };
    throw error;
  }
}

function statusOf({ inserted, failed }: Outcome): string {
  if (inserted === 0) return 'FAILED';
  return failed === 0 ? 'COMPLETED' : 'COMPLETED_WITH_ERRORS';
}
