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

/** Each of these many documents is a transaction: all of them are written, or none. */
const CHUNK = 1000;
const MAX_ERRORS = 100;

interface Outcome {
  received: number;
  inserted: number;
  failed: number;
  errors: JsonObject[];
}

/**
 * Reads NDJSON line by line. Good lines are written in chunks as they are read, so memory does not grow with the file;
 * bad ones are reported by number. What came of it is the task's first output.
 *
 * Every chunk stages the end that the task has if nothing follows, as a job that is held back while the import runs.
 * So one that stops half way, also by the death of the server, leaves a failed task that says how far it came.
 */
export async function bulkImport(context: RequestContext): Promise<ResolverResult> {
  const outcome: Outcome = { received: 0, inserted: 0, failed: 0, errors: [] };
  const created: VectorConfigRecord[] = [];
  const task = startImport(context);
  let known = 0;
  try {
    for await (const chunk of readChunks(context, { outcome, created })) {
      if (created.length > known) stageIndexes(context, created);
      known = created.length;
      stageDocuments(context, chunk);
      outcome.inserted += chunk.length;
      task.interrupted(outcome);
      await context.flush();
    }
    if (outcome.received === 0) {
      throw badRequest('empty_import', 'The body holds no documents. Send one JSON document per line.');
    }
    task.finished(outcome);
  } finally {
    task.release();
  }
  const { id } = task;
  return { status: 202, body: { batch_id: id, task_id: id, status: 'PENDING', namespace_id: context.namespace.id } };
}

interface ImportTask {
  readonly id: string;
  /** Stages the end that the task has if nothing follows. */
  interrupted(outcome: Outcome): void;
  finished(outcome: Outcome): void;
  /** Lets the job run. */
  release(): void;
}

function startImport({ namespace, services, tx }: RequestContext): ImportTask {
  const { id } = startTask(
    {
      type: 'api_namespaces_documents_bulk_import',
      namespaceId: namespace.id,
      inputs: [{ namespace_id: namespace.id }],
    },
    { tx, services },
  );
  const job = services.id('job');
  services.heldJobs.add(job);
  const dueAt = services.clock.now() + services.settings.taskMs;
  const end = (outcome: Outcome, status: string, error: string | null): void => {
    const payload = { task_id: id, status, outputs: [{ ...outcome, errors: [...outcome.errors] }], error };
    tx.put('jobs', { id: job, kind: 'tasks.finish', due_at: dueAt, payload });
  };
  return {
    id,
    interrupted(outcome) {
      const error = `The import stopped after ${outcome.inserted} documents were written. Send all lines again: writing a document twice does no harm where it has an id.`;
      end(outcome, 'FAILED', error);
    },
    finished(outcome) {
      const error = outcome.inserted === 0 ? 'No line could be imported; outputs[0].errors says why.' : null;
      end(outcome, statusOf(outcome), error);
    },
    release: () => void services.heldJobs.delete(job),
  };
}

/** Only vectors in float32 and payloads are kept of what was read. */
async function* readChunks(
  context: RequestContext,
  { outcome, created }: { outcome: Outcome; created: VectorConfigRecord[] },
): AsyncGenerator<EngineDocument[]> {
  const { lines, namespace, services } = context;
  let chunk: EngineDocument[] = [];
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
    chunk.push(read.document);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
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
