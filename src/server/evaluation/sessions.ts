import type { JsonObject } from '../../internal/json.js';
import type { InteractionRecord } from '../records.js';

/** What somebody searched for once, and what they did with the results. */
export interface Session extends JsonObject {
  inputs: JsonObject;
  chosen: ChosenDocument[];
  /** When it ended. */
  at: string;
}

export interface ChosenDocument extends JsonObject {
  document_id: string;
  /** Place where it was shown, from 1. */
  position: number;
  /** How much its interactions say for it. */
  gain: number;
  clicked: boolean;
  purchased: boolean;
}

export interface SessionRules {
  readonly retrieverIds: readonly string[] | null;
  readonly interactionTypes: readonly string[] | null;
  readonly start: number;
  readonly end: number;
  readonly minInteractions: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** What an interaction says for its document, unless a benchmark says otherwise. */
export const DEFAULT_WEIGHTS: Readonly<Record<string, number>> = {
  view: 0.5,
  click: 1,
  long_view: 1.5,
  positive_feedback: 2,
  add_to_cart: 2,
  wishlist: 1.5,
  share: 1.5,
  bookmark: 1.5,
  purchase: 3,
};

/** Puts interactions together by visit and inputs; those without inputs cannot be asked again. */
export function buildSessions(interactions: readonly InteractionRecord[], rules: SessionRules): Session[] {
  const groups = new Map<string, InteractionRecord[]>();
  for (const interaction of interactions) {
    if (interaction.query_snapshot === null || !fits(interaction, rules)) continue;
    const visit = interaction.execution_id ?? interaction.session_id ?? interaction.user_id;
    const key = JSON.stringify([visit, interaction.query_snapshot]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [interaction]);
    else group.push(interaction);
  }
  return [...groups.values()]
    .filter((group) => group.length >= rules.minInteractions)
    .map((group) => toSession(group, rules.weights))
    .filter(({ chosen }) => chosen.length > 0);
}

function fits(
  { retriever_id: retriever, interaction_type: types, created_at: at }: InteractionRecord,
  { retrieverIds, interactionTypes, start, end }: SessionRules,
): boolean {
  const time = Date.parse(at);
  return (
    time >= start &&
    time <= end &&
    (retrieverIds === null || (retriever !== null && retrieverIds.includes(retriever))) &&
    (interactionTypes === null || types.some((type) => interactionTypes.includes(type)))
  );
}

function toSession(group: readonly InteractionRecord[], weights: Readonly<Record<string, number>>): Session {
  const chosen = new Map<string, ChosenDocument>();
  for (const { feature_id: id, interaction_type: types, position } of group) {
    const gain = types.reduce((most, type) => Math.max(most, weights[type] ?? 0), 0);
    if (gain === 0) continue;
    const known = chosen.get(id) ?? {
      document_id: id,
      position: position + 1,
      gain: 0,
      clicked: false,
      purchased: false,
    };
    chosen.set(id, {
      ...known,
      position: Math.min(known.position, position + 1),
      gain: Math.max(known.gain, gain),
      clicked: known.clicked || types.includes('click'),
      purchased: known.purchased || types.includes('purchase'),
    });
  }
  const [first] = group;
  const at = group.reduce((latest, one) => (one.created_at > latest ? one.created_at : latest), '');
  return { inputs: first?.query_snapshot ?? {}, chosen: [...chosen.values()], at };
}
