import { parseArgs } from 'node:util';

export type BenchOptions = {
  /** How many services the stacks have. */
  readonly sizes: readonly number[];
  /** Rounds for every size; without it, more for small stacks. */
  readonly rounds: number | undefined;
  readonly jsonFile: string | undefined;
  readonly withPeer: boolean;
  /** Only how fast stack files are loaded. */
  readonly loaderOnly: boolean;
  /** Only how fast plans are made. */
  readonly plannerOnly: boolean;
  /** Only how fast saved files get into containers. */
  readonly watchOnly: boolean;
  /** Only what it costs to follow repositories. */
  readonly gitopsOnly: boolean;
  /** Only networks over several hosts. */
  readonly overlayOnly: boolean;
};

export const USAGE = `usage: npm run bench -- [options]
  --sizes 1,10,50   services of the stacks that are brought up and down
  --rounds N        rounds for each of them (default: 12 for up to 5 services, 5 for up to 20, else 3)
  --json FILE       also write every sample, as JSON
  --no-peer         measure dockr alone
  --loader          only how fast stack files are loaded; needs no container
  --planner         only how fast plans are made; needs no container
  --watch           only how fast saved files get into containers, and what watching costs
  --gitops          only what it costs to keep the machine equal to repositories
  --overlay         only networks over several hosts; brings an etcd of its own
`;

/** Throws for what is not understood. */
export function parseOptions(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      sizes: { type: 'string', default: '1,10,50' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      'no-peer': { type: 'boolean', default: false },
      loader: { type: 'boolean', default: false },
      planner: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      gitops: { type: 'boolean', default: false },
      overlay: { type: 'boolean', default: false },
    },
  });
  return {
    sizes: values.sizes.split(',').map((text) => parseCount(text, '--sizes')),
    rounds: values.rounds === undefined ? undefined : parseCount(values.rounds, '--rounds'),
    jsonFile: values.json,
    withPeer: !values['no-peer'],
    loaderOnly: values.loader,
    plannerOnly: values.planner,
    watchOnly: values.watch,
    gitopsOnly: values.gitops,
    overlayOnly: values.overlay,
  };
}

/** Small stacks are quick, and their times scatter more. */
export function roundsFor(size: number, options: BenchOptions): number {
  return options.rounds ?? (size <= 5 ? 12 : size <= 20 ? 5 : 3);
}

function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 500) return count;
  throw new Error(`${option}: "${text}" is not a number from 1 to 500`);
}
