/** A figure that is held: what it is, by how much a new measurement may differ, and where to look when it is too high. */
export interface Budget {
  readonly says: string;
  readonly unit: string;
  /** Share that `--update` adds to what it measures: none where the figure is exact. */
  readonly margin: number;
  readonly look: string;
}

const BUNDLE = 'npx esbuild dist/default/index.js --bundle --minify --analyze --outfile=/dev/null';
const LOADED = 'the files are listed by `npm run check:budgets -- --files`';

export const BUDGETS = {
  browserFirstGzipBytes: {
    says: 'What a browser must load before the client runs, gzipped, is',
    unit: 'bytes',
    margin: 0.005,
    look: BUNDLE,
  },
  browserAllGzipBytes: {
    says: 'The client with all that it loads later, gzipped, is',
    unit: 'bytes',
    margin: 0.005,
    look: BUNDLE,
  },
  browserOneResourceGzipBytes: {
    says: 'What a browser must load before a client of one resource runs, gzipped, is',
    unit: 'bytes',
    margin: 0.005,
    look: BUNDLE,
  },
  clientFiles: { says: 'Importing and constructing the client loads', unit: 'files', margin: 0, look: LOADED },
  clientFileBytes: {
    says: 'The files of importing and constructing the client hold',
    unit: 'bytes',
    margin: 0.02,
    look: LOADED,
  },
  versionFiles: { says: '`mixpeek --version` loads', unit: 'files', margin: 0, look: LOADED },
  versionFileBytes: { says: 'The files of `mixpeek --version` hold', unit: 'bytes', margin: 0.02, look: LOADED },
  helpFiles: { says: '`mixpeek --help` loads', unit: 'files', margin: 0, look: LOADED },
  helpFileBytes: { says: 'The files of `mixpeek --help` hold', unit: 'bytes', margin: 0.02, look: LOADED },
  runFiles: { says: '`mixpeek namespaces list --dry-run` loads', unit: 'files', margin: 0, look: LOADED },
  runFileBytes: {
    says: 'The files of `mixpeek namespaces list --dry-run` hold',
    unit: 'bytes',
    margin: 0.02,
    look: LOADED,
  },
  consumerInstantiations: {
    says: 'A program of 20 calls makes the compiler instantiate',
    unit: 'types',
    margin: 0.02,
    look: 'bench/consumer-types/programs/mixpeek.mts with `tsc --generateTrace`',
  },
  requestHeapBytes: {
    says: 'A small request allocates on the heap',
    unit: 'bytes',
    margin: 0.08,
    look: 'node --heap-prof on scripts/check/budgets/allocations.mjs',
  },
  uploadRiseMB: {
    says: 'Memory during an upload of 256 MiB rises by',
    unit: 'MB',
    // When garbage is given back is up to the engine: runs of one build differ by a quarter.
    margin: 0.5,
    look: 'src/transport/multipart.node.ts and test/memory/upload.test.ts',
  },
} as const satisfies Record<string, Budget>;

export type BudgetName = keyof typeof BUDGETS;
export type Figures = Readonly<Record<BudgetName, number>>;

/** One message for each figure over its limit, or without one. */
export function overBudget(figures: Figures, limits: Partial<Figures>): string[] {
  return names().flatMap((name) => {
    const { says, unit, look } = BUDGETS[name];
    const figure = shown(figures[name]);
    const limit = limits[name];
    if (limit === undefined) return [`${name} has no budget in bench/budgets.json; measured ${figure} ${unit}.`];
    if (figures[name] <= limit) return [];
    return [`${says} ${figure} ${unit}, over the budget of ${shown(limit)} (${name}). Look at: ${look}.`];
  });
}

/** Limits that today's figures keep, with their margins. */
export function limitsFor(figures: Figures): Figures {
  return Object.fromEntries(
    names().map((name) => [name, Math.ceil(figures[name] * (1 + BUDGETS[name].margin))]),
  ) as Record<BudgetName, number>;
}

export function names(): BudgetName[] {
  return Object.keys(BUDGETS) as BudgetName[];
}

export function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
