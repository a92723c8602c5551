import { getActivity, getStats, getUserWeights, getWeights } from './learned-fusion/report.js';
import { disableFusion, enableFusion, optIn, optOut, resetUser, setRollout } from './learned-fusion/settings.js';
import type { ResolverTable } from './table.js';

const NOTE =
  'Learns from interactions with executions on record. Situations and groups of users (context_features, demographic_features) have no weights of their own.';

export const learnedFusionResolvers = {
  'retrievers.learnedFusion.enable': { fidelity: 'behavioural', note: NOTE, resolve: enableFusion },
  'retrievers.learnedFusion.disable': { fidelity: 'exact', resolve: disableFusion },
  'retrievers.learnedFusion.setRollout': { fidelity: 'exact', resolve: setRollout },
  'retrievers.learnedFusion.optOut': { fidelity: 'exact', resolve: optOut },
  'retrievers.learnedFusion.optIn': { fidelity: 'exact', resolve: optIn },
  'retrievers.learnedFusion.resetUser': { fidelity: 'exact', resolve: resetUser },
  'retrievers.learnedFusion.weights': { fidelity: 'behavioural', note: NOTE, resolve: getWeights },
  'retrievers.learnedFusion.userWeights': { fidelity: 'behavioural', note: NOTE, resolve: getUserWeights },
  'retrievers.learnedFusion.stats': { fidelity: 'behavioural', note: NOTE, resolve: getStats },
  'retrievers.learnedFusion.activity': { fidelity: 'exact', resolve: getActivity },
} satisfies ResolverTable;
