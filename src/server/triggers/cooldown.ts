import type { TriggerRecord } from '../records.js';

/** Whether a trigger fired too recently to fire again. */
export function isCoolingDown(
  { schedule_config: config, last_cooldown_at: since }: TriggerRecord,
  now: number,
): boolean {
  const seconds = Number(config['cooldown_seconds'] ?? 0);
  return since !== null && now < Date.parse(since) + 1000 * seconds;
}
