import type { JsonObject, JsonValue } from '../../internal/json.js';
import { compileFilter } from '../engine/filter.js';
import { parseInstant } from '../engine/instant.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { badRequest } from '../problem.js';
import type { CollectionScope } from '../enrich/collection-scope.js';
import { readField } from '../retriever/field.js';

/** An assigned document as a step of its sequence. */
export interface StepEvent {
  readonly step: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly payload: JsonObject;
}

/** Steps of the documents that belong together, in order of time. */
export interface StepSequence {
  readonly id: string;
  readonly events: readonly StepEvent[];
}

export interface Covariate {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly binning: string;
}

export interface StepSettings {
  readonly timestampField: string;
  readonly sequenceField: string;
  readonly keySource: string;
  readonly keyField: string;
  readonly covariates: readonly Covariate[];
  readonly maxDays: number | null;
}

export const DAY_MS = 86_400_000;

/** Throws 400 where the taxonomy says nothing of steps. */
export function readStepSettings(config: JsonObject, override?: JsonValue): StepSettings {
  const given = isJsonObject(override) ? override : config['step_analytics'];
  if (!isJsonObject(given)) {
    throw badRequest(
      'step_analytics_not_configured',
      'The taxonomy has no step_analytics, so its assignments have no order. Make a version whose config has it: {timestamp_field, sequence_id_field}.',
    );
  }
  const days = given['max_sequence_duration_days'];
  return {
    timestampField: textOf(given, 'timestamp_field'),
    sequenceField: textOf(given, 'sequence_id_field'),
    keySource: textOf(given, 'step_key_source') || 'assignment_label',
    keyField: textOf(given, 'step_key_field_path'),
    covariates: objectsOf(given['covariates']).map((covariate) => ({
      name: textOf(covariate, 'name'),
      path: textOf(covariate, 'field_path'),
      type: textOf(covariate, 'covariate_type'),
      binning: textOf(covariate, 'binning_strategy') || 'quartiles',
    })),
    maxDays: typeof days === 'number' ? days : null,
  };
}

export interface StepSource {
  readonly scope: CollectionScope;
  readonly taxonomyId: string;
  readonly collectionId: string;
  readonly settings: StepSettings;
  readonly filters: JsonObject | null;
}

/** The sequences that recorded assignments make, by the time and the sequence that their documents have now. */
export function sequencesOf({ scope, taxonomyId, collectionId, settings, filters }: StepSource): StepSequence[] {
  const { state, namespace } = scope;
  const index = state.documents(namespace.id).view('head');
  const filter = filters === null ? undefined : compileFilter(filters);
  const sequences = new Map<string, StepEvent[]>();
  for (const assignment of state.list('taxonomyAssignments')) {
    if (assignment.taxonomy_id !== taxonomyId || assignment.collection_id !== collectionId) continue;
    const { document_id: id } = assignment;
    const payload = index.payload(id);
    if (payload === undefined || filter?.matches({ id, payload }) === false) continue;
    const at = toInstant(readField(payload, settings.timestampField));
    const sequence = toKey(readField(payload, settings.sequenceField));
    const step = stepOf(assignment, payload, settings);
    if (at === null || sequence === null || step === null) continue;
    const events = sequences.get(sequence) ?? [];
    events.push({ step, at, payload });
    sequences.set(sequence, events);
  }
  return Array.from(sequences, ([id, events]) => ({ id, events: inTime(events, settings.maxDays) }));
}

function inTime(events: readonly StepEvent[], maxDays: number | null): StepEvent[] {
  const ordered = [...events].sort((a, b) => a.at - b.at);
  const end = maxDays === null ? Infinity : (ordered[0]?.at ?? 0) + maxDays * DAY_MS;
  return ordered.filter(({ at }) => at <= end);
}

function stepOf(
  { label, node_id: node }: { label: string | null; node_id: string | null },
  payload: JsonObject,
  { keySource, keyField }: StepSettings,
): string | null {
  if (keySource === 'field_path') return toKey(readField(payload, keyField));
  return keySource === 'assignment_node_id' ? node : label;
}

/** Texts, numbers and booleans name something; anything else does not. */
export function toKey(value: JsonValue | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Numbers up to this are seconds since 1970, larger ones milliseconds. */
const LARGEST_SECONDS = 1e11;

function toInstant(value: JsonValue | undefined): number | null {
  if (typeof value === 'string') return parseInstant(value) ?? null;
  if (typeof value !== 'number') return null;
  return value > LARGEST_SECONDS ? value : value * 1000;
}
