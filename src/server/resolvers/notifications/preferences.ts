import type { JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { channelsFor, NOTIFICATION_TYPES, settingsIdOf, settingsOf } from '../../notifications/settings.js';
import { unprocessable, type Violation } from '../../problem.js';
import type { NotificationSettingsRecord } from '../../records.js';
import { stringsOf } from '../retrievers/definition.js';

const CHANNELS: readonly string[] = ['in_app', 'email'];

/** Every kind with its channels, those that nobody chose too. */
export function getPreferences({ state, caller }: RequestContext): ResolverResult {
  return { body: { preferences: toView(settingsOf(state, settingsIdOf(caller))) } };
}

/** A kind that is left out goes back to where it goes by itself. */
export function replacePreferences({ body, state, caller, services, tx }: RequestContext): ResolverResult {
  const given = isJsonObject(body['preferences']) ? body['preferences'] : {};
  const violations = Object.entries(given).flatMap(([kind, channels]) => check(kind, channels));
  if (violations.length > 0) throw unprocessable(violations);
  const settings: NotificationSettingsRecord = {
    ...settingsOf(state, settingsIdOf(caller)),
    preferences: Object.fromEntries(Object.entries(given).map(([kind, channels]) => [kind, stringsOf(channels)])),
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('notificationSettings', settings);
  return { body: { preferences: toView(settings) } };
}

const toView = (settings: NotificationSettingsRecord): Record<string, string[]> =>
  Object.fromEntries(NOTIFICATION_TYPES.map((type) => [type, [...channelsFor(settings, type)]]));

function check(kind: string, channels: JsonValue): Violation[] {
  const location = ['body', 'preferences', kind];
  const kinds: readonly string[] = NOTIFICATION_TYPES;
  if (!kinds.includes(kind)) {
    return [{ type: 'unknown', location, message: `is no kind of notification; there are ${kinds.join(', ')}` }];
  }
  const isList = Array.isArray(channels) && channels.every((one) => typeof one === 'string' && CHANNELS.includes(one));
  return isList ? [] : [{ type: 'value_error', location, message: `must be a list of ${CHANNELS.join(', ')}` }];
}
