import { describe, expect, it } from 'vitest';
import { sampleBeta } from '../../../src/server/learned-fusion/beta.js';
import { isInRollout } from '../../../src/server/learned-fusion/known-weights.js';
import { readLearningConfig } from '../../../src/server/learned-fusion/learning-config.js';
import { drawWeights, meanWeights } from '../../../src/server/learned-fusion/weigh.js';
import { createRandom } from '../../../src/server/random.js';

const features = ['v', 'w'];
const counts = { v: { successes: 80, failures: 20, samples: 100 }, w: { successes: 20, failures: 80, samples: 100 } };
const sum = (weights: Readonly<Record<string, number>>): number =>
  Object.values(weights).reduce((total, weight) => total + weight, 0);

describe('a draw from a beta distribution', () => {
  it.each([
    [1, 1],
    [2, 5],
    [0.5, 0.5],
    [30, 10],
  ])('of %d and %d has the mean and variance of it', (alpha, beta) => {
    const random = createRandom(7);
    const draws = Array.from({ length: 20_000 }, () => sampleBeta(alpha, beta, random));
    const mean = draws.reduce((total, draw) => total + draw, 0) / draws.length;
    const variance = draws.reduce((total, draw) => total + (draw - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(alpha / (alpha + beta), 1);
    expect(variance).toBeCloseTo((alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1)), 2);
    expect(draws.every((draw) => draw >= 0 && draw <= 1)).toBe(true);
  });
});

describe('learned weights', () => {
  it.each(['thompson_sampling', 'epsilon_greedy', 'ucb'])('of %s favour what succeeded, and sum to 1', (algorithm) => {
    const config = readLearningConfig({ algorithm });
    const random = createRandom(3);
    const drawn = Array.from({ length: 200 }, () => drawWeights(features, counts, { config, random }));
    for (const weights of drawn) expect(sum(weights)).toBeCloseTo(1, 9);
    expect(drawn.filter(({ v = 0, w = 0 }) => v > w).length).toBeGreaterThan(180);
  });

  it('spread more with a larger exploration bonus', () => {
    const spreadOf = (bonus: number): number => {
      const random = createRandom(5);
      const config = readLearningConfig({ exploration_bonus: bonus });
      const drawn = Array.from({ length: 300 }, () => drawWeights(features, counts, { config, random })['v'] ?? 0);
      return Math.max(...drawn) - Math.min(...drawn);
    };
    expect(spreadOf(10)).toBeGreaterThan(2 * spreadOf(0.5));
  });

  it('are equal without anything known, and repeat with a seed', () => {
    const config = readLearningConfig(null);
    expect(meanWeights(features, {}, config)).toEqual({ v: 0.5, w: 0.5 });
    const draw = () => drawWeights(features, counts, { config, random: createRandom(9) });
    expect(draw()).toEqual(draw());
  });
});

describe('a rollout', () => {
  const users = Array.from({ length: 2000 }, (_, index) => `user-${index}`);

  it('takes about its share of the users, and keeps whoever is in at larger ones', () => {
    const at = (percent: number) => users.filter((user) => isInRollout('ret_1', user, percent));
    expect(at(0)).toEqual([]);
    expect(at(100)).toEqual(users);
    expect(Math.abs(at(30).length - 600)).toBeLessThan(100);
    const larger = new Set(at(60));
    expect(at(30).every((user) => larger.has(user))).toBe(true);
  });

  it('takes other users for other retrievers', () => {
    const [one, other] = ['ret_1', 'ret_2'].map((id) => users.filter((user) => isInRollout(id, user, 50)));
    expect(one).not.toEqual(other);
  });
});
