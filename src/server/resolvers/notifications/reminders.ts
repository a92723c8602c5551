import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { settingsIdOf, settingsOf } from '../../notifications/settings.js';
import { unprocessable, type Violation } from '../../problem.js';

export function getReminders({ state, caller }: RequestContext): ResolverResult {
  return { body: { reminders: { ...settingsOf(state, settingsIdOf(caller)).reminders } } };
}

/** Fields that are left out, or null, stay. */
export function replaceReminders({ body, state, caller, services, tx }: RequestContext): ResolverResult {
  const violations = (['quiet_hours_start', 'quiet_hours_end'] as const).flatMap((name): Violation[] => {
    const hour = body[name];
    if (typeof hour !== 'number' || (hour >= 0 && hour <= 23)) return [];
    return [{ type: 'value_error', location: ['body', name], message: `must be an hour from 0 to 23, not ${hour}` }];
  });
  if (violations.length > 0) throw unprocessable(violations);
  const settings = settingsOf(state, settingsIdOf(caller));
  const changes = Object.entries(body).filter(([name, value]) => name in settings.reminders && value !== null);
  const reminders = { ...settings.reminders, ...Object.fromEntries(changes) };
  tx.put('notificationSettings', { ...settings, reminders, updated_at: isoTime(services.clock.now()) });
  return { body: { reminders } };
}
