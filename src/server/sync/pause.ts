import type { JsonObject } from '../../internal/json.js';
import { isoTime } from '../iso-time.js';

/** What pausing changes in a sync. */
export const paused = (now: number, by: string): JsonObject => ({
  status: 'SUSPENDED',
  paused: true,
  pause_reason: 'Paused by request.',
  paused_at: isoTime(now),
  paused_by_user_id: by,
});

/** What resuming changes in a sync. */
export const RESUMED: JsonObject = { paused: false, pause_reason: null, paused_at: null, paused_by_user_id: null };
