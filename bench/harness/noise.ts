const ITERATIONS = 60_000_000;

/** Times a fixed loop that touches no memory: what differs between two calls is the machine, not the program. */
export function noiseProbe(): number {
  const started = performance.now();
  let state = 1;
  for (let step = 0; step < ITERATIONS; step += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  const elapsed = performance.now() - started;
  if (state === 0) throw new Error('The loop ended in a state it cannot reach.');
  return elapsed;
}
