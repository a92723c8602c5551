import { Cron } from 'croner';
import type { JsonObject } from '../../internal/json.js';
import { unprocessable } from '../problem.js';
import type { TriggerRecord } from '../records.js';
import { readChoice, readNumber, requireText } from './read-config.js';

export const CONDITION_TYPES = ['document_count', 'drift'] as const;
export const CONDITION_OPERATORS = ['gte', 'gt', 'lte', 'lt'] as const;

const SECTION = 'schedule_config';
/** Oftener than once a minute is refused. */
const MIN_SECONDS = 60;
const CHECK_SECONDS = 3600;

/** Events that a trigger can wait for. Those of triggers are none: they would set off each other. */
export const TRIGGERING_EVENTS: readonly string[] = [
  'object.created',
  'objects.created.batch',
  'object.updated',
  'object.deleted',
  'collection.created',
  'collection.updated',
  'collection.deleted',
  'collection.documents.written',
  'cluster.created',
  'cluster.updated',
  'cluster.deleted',
  'cluster.execution.started',
  'cluster.execution.completed',
  'cluster.execution.failed',
  'taxonomy.created',
  'taxonomy.updated',
  'taxonomy.deleted',
  'alert.created',
  'alert.updated',
  'alert.deleted',
  'alert.triggered',
  'alert.execution.completed',
  'alert.execution.failed',
];

type Schedule = Pick<TriggerRecord, 'trigger_type' | 'schedule_config'>;

/** Throws the 422 that names the field of `schedule_config`. */
export function checkSchedule({ trigger_type: type, schedule_config: config }: Schedule): void {
  switch (type) {
    case 'cron':
      parseCron(config);
      return;
    case 'interval':
      readNumber(config, { section: SECTION, field: 'interval_seconds', minimum: MIN_SECONDS });
      return;
    case 'event':
      readChoice(config, { section: SECTION, field: 'event_type', choices: TRIGGERING_EVENTS });
      readNumber(config, { section: SECTION, field: 'event_threshold', minimum: 1, fallback: 1 });
      checkCooldown(config);
      return;
    case 'conditional':
      readChoice(config, { section: SECTION, field: 'condition_type', choices: CONDITION_TYPES });
      readChoice(config, { section: SECTION, field: 'operator', choices: CONDITION_OPERATORS, fallback: 'gte' });
      readNumber(config, { section: SECTION, field: 'threshold', minimum: 0 });
      readNumber(config, {
        section: SECTION,
        field: 'check_interval_seconds',
        minimum: MIN_SECONDS,
        fallback: CHECK_SECONDS,
      });
      checkCooldown(config);
  }
}

const checkCooldown = (config: JsonObject): void =>
  void readNumber(config, { section: SECTION, field: 'cooldown_seconds', minimum: 0, fallback: 0 });

/** When it fires, or looks at its condition, next after `now`; null for events. Times that were missed are not made up for. */
export function nextTime({ trigger_type: type, schedule_config: config }: Schedule, now: number): number | null {
  switch (type) {
    case 'cron':
      return parseCron(config).nextRun(new Date(now))?.getTime() ?? null;
    case 'interval':
      return now + 1000 * readNumber(config, { section: SECTION, field: 'interval_seconds', minimum: 0 });
    case 'event':
      return null;
    case 'conditional':
      return (
        now +
        1000 *
          readNumber(config, { section: SECTION, field: 'check_interval_seconds', minimum: 0, fallback: CHECK_SECONDS })
      );
  }
}

/** The first time: an interval may begin at once. */
export const firstTime = (schedule: Schedule, now: number): number | null =>
  schedule.trigger_type === 'interval' && schedule.schedule_config['start_immediately'] === true
    ? now
    : nextTime(schedule, now);

function parseCron(config: JsonObject): Cron {
  const expression = requireText(config, { section: SECTION, field: 'cron_expression' });
  const timezone = typeof config['timezone'] === 'string' ? config['timezone'] : 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    const message = `"${timezone}" is no time zone; use an IANA name, such as Europe/Berlin or UTC`;
    throw unprocessable([{ type: 'time_zone', location: ['body', SECTION, 'timezone'], message }]);
  }
  try {
    return new Cron(expression, { timezone, paused: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `"${expression}" is no cron expression (${reason}); for every night at two write 0 2 * * *`;
    throw unprocessable([{ type: 'cron', location: ['body', SECTION, 'cron_expression'], message }]);
  }
}
