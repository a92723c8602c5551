import type { JsonObject } from '../../internal/json.js';
import { tellingTerms } from '../clustering/telling-terms.js';
import { textsIn } from '../enrich/texts-in.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { readField } from '../retriever/field.js';
import { readParameters } from '../clustering/parameters.js';
import type { ClusterGroupRecord } from '../records.js';
import type { Grouping } from './grouping.js';

export interface DescribedGroups {
  readonly groups: ClusterGroupRecord[];
  /** Groups whose documents have no words, when a language model was asked to label them. */
  readonly errors: string[] | null;
}

const LABEL_WORDS = 3;

/** Labels, summaries and keywords of groups: by their most telling words, in place of a language model. */
export function describeGroups(
  grouping: Grouping,
  { labeling, payloadOf }: { labeling: JsonObject; payloadOf: (id: string) => JsonObject | undefined },
): DescribedGroups {
  const read = readParameters(labeling);
  const isAsked = read.flag('enabled', false);
  const samples = read.number('max_samples_per_cluster', 10);
  const maxLength = read.number('sample_text_max_length', 200);
  const fields = fieldsToRead(labeling);
  const texts = grouping.groups.map(({ members }) =>
    members.map(({ id }) => textOfDocument(payloadOf(id) ?? {}, fields).slice(0, maxLength)),
  );
  const terms = tellingTerms(texts);
  const errors: string[] = [];
  const groups = grouping.groups.map((group, index): ClusterGroupRecord => {
    const words = terms[index] ?? [];
    if (isAsked && words.length === 0 && group.label === null) errors.push(`${group.id}: its documents have no text.`);
    const label = group.label ?? (words.length === 0 ? null : words.slice(0, LABEL_WORDS).map(capitalize).join(', '));
    const wantsSummary = isAsked && read.flag('include_summary', true) && words.length > 0;
    return {
      id: group.id,
      size: group.members.length,
      label,
      summary: wantsSummary ? summarize(texts[index] ?? [], { words, samples }) : null,
      keywords: read.flag('include_keywords', true) ? words : null,
      parent_id: group.parentId,
    };
  });
  return { groups, errors: errors.length > 0 ? errors : null };
}

function fieldsToRead(labeling: JsonObject): readonly string[] {
  const inputs = isJsonObject(labeling['labeling_inputs']) ? labeling['labeling_inputs'] : {};
  return objectsOf(inputs['input_mappings']).map((mapping) => textOf(mapping, 'path') || textOf(mapping, 'input_key'));
}

function textOfDocument(payload: JsonObject, fields: readonly string[]): string {
  if (fields.length === 0) return textsIn(payload).join(' ');
  return fields
    .flatMap((field) => {
      const value = readField(payload, field);
      return value === undefined ? [] : textsIn({ value });
    })
    .join(' ');
}

/** The most central document that has the most telling word, with how many there are. */
function summarize(
  texts: readonly string[],
  { words, samples }: { words: readonly string[]; samples: number },
): string {
  const [first = ''] = words;
  const typical = texts.slice(0, samples).find((text) => text.toLowerCase().includes(first)) ?? texts[0] ?? '';
  return `${texts.length} documents about ${words.slice(0, LABEL_WORDS).join(', ')}, such as: ${typical}`;
}

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
