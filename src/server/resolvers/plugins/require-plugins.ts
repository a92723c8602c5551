import type { RequestContext } from '../../context.js';
import { forbidden } from '../../problem.js';

export function requireCustomPlugins({ caller }: RequestContext): void {
  if (caller.tier === 'enterprise') return;
  throw forbidden(`Custom plugins need the enterprise tier; this key has the tier "${caller.tier}".`, {
    type: 'NotEnabledError',
    code: 'custom_plugins_not_enabled',
    details: { tier: caller.tier, required: 'enterprise' },
  });
}
