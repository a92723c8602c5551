import { copyJson } from '../../internal/json-copy.js';
import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Caller, StateReader } from '../context.js';
import { textOf } from '../json-object.js';
import { selectRecords } from '../list-records.js';
import { notFound } from '../problem.js';
import { stringsOf } from '../resolvers/retrievers/definition.js';
import { systemTemplates } from './system.js';
import type { TemplateType } from './view.js';

interface Reader {
  readonly state: StateReader;
  readonly caller: Caller;
}

/** Who a template of the scope `user` belongs to: the user of the key, else the key. */
export const ownerOf = ({ userEmail, keyId, key }: Caller): string => userEmail ?? keyId ?? key;

/** The templates of a type that the caller may see: those of the server, then the organization's by creation. */
export function templatesFor({ state, caller }: Reader, type: TemplateType): JsonObject[] {
  const own = state
    .list('templates')
    .filter(
      ({ template, owner }) => template['template_type'] === type && (owner === null || owner === ownerOf(caller)),
    )
    .map(({ template }) => template);
  return [...systemTemplates(type).map((template) => copyJson(template)), ...own];
}

/** The templates that anyone may see. */
export const publicTemplates = (state: StateReader, type: TemplateType): JsonObject[] => [
  ...systemTemplates(type).map((template) => copyJson(template)),
  ...state
    .list('templates')
    .map(({ template }) => template)
    .filter((template) => template['template_type'] === type && template['is_public'] === true),
];

export function findTemplate(templates: readonly JsonObject[], type: TemplateType, id: string): JsonObject {
  const found = templates.find((template) => template['template_id'] === id);
  if (found === undefined) throw notFound(`${type}_template`, id);
  return found;
}

type Wanted = Readonly<Record<string, unknown>>;

/** Those that match `scope`, `category`, `is_active` and `tags` (all of them). */
export function matchingTemplates(templates: readonly JsonObject[], wanted: Wanted): JsonObject[] {
  const tags: unknown[] = Array.isArray(wanted['tags']) ? wanted['tags'] : [];
  const isActive = wanted['is_active'] !== false;
  return templates.filter(
    (template) =>
      template['is_active'] === isActive &&
      isWanted(wanted['scope'], template['scope']) &&
      isWanted(wanted['category'], template['category']) &&
      tags.every((tag) => stringsOf(template['tags']).some((own) => own === tag)),
  );
}

const isWanted = (wanted: unknown, value: JsonValue | undefined): boolean =>
  wanted === undefined || wanted === null || wanted === value;

/** The same with `filters`, `search` and `sort` of the body; newest first unless sorted. */
export function listTemplates(templates: readonly JsonObject[], body: JsonObject): JsonObject[] {
  const records = matchingTemplates(templates, body).map((template) => ({
    id: textOf(template, 'template_id'),
    created_at: textOf(template, 'created_at'),
    template,
  }));
  return selectRecords(records, {
    body,
    view: ({ template }) => template,
    searchFields: ['name', 'description', 'category'],
  });
}
