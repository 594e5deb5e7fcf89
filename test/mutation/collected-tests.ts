// Stands in for `node:test` where tests are loaded again and again in one process: they are kept, and run one by one.

// An import would lead here again.
const { mock } = process.getBuiltinModule('node:test');

/** What the tests of ours use of a test's context. */
export type CollectedContext = {
  readonly diagnostic: (text: string) => void;
  readonly after: (work: Work) => void;
  readonly mock: typeof mock;
};
type Work = (context: CollectedContext) => unknown;

export type CollectedTest = { readonly name: string; readonly work: Work };

/** Of the file that was loaded last. */
export const collected: CollectedTest[] = [];

/** As `test` of `node:test`: with options or without. */
export function test(name: string, ...rest: readonly unknown[]): void {
  const work = rest.find((item) => typeof item === 'function') as Work | undefined;
  const skip = rest.some((item) => typeof item === 'object' && item !== null && Reflect.get(item, 'skip'));
  if (work && !skip) collected.push({ name, work: withHooks(work, [...open]) });
}

type Hooks = { readonly before: Work[]; readonly after: Work[] };

/** Of the groups that are being described, the outermost first. */
const open: Hooks[] = [];

/** As `describe` of `node:test`: its tests count like any other. */
export function describe(_name: string, work: () => void): void {
  open.push({ before: [], after: [] });
  work();
  open.pop();
}

/** As `beforeEach` of `node:test`, in a `describe`. */
export function beforeEach(work: Work): void {
  hooks().before.push(work);
}

/** As `afterEach` of `node:test`, in a `describe`. */
export function afterEach(work: Work): void {
  hooks().after.push(work);
}

function hooks(): Hooks {
  const innermost = open.at(-1);
  if (innermost) return innermost;
  throw new Error('hooks of tests outside of a "describe" are not collected');
}

function withHooks(work: Work, groups: readonly Hooks[]): Work {
  return async (context) => {
    for (const hook of groups.flatMap(({ before }) => before)) await hook(context);
    try {
      await work(context);
    } finally {
      for (const hook of groups.toReversed().flatMap(({ after }) => after)) await hook(context);
    }
  };
}

/** As `before` of `node:test`, at once: the tests of the file are run one by one and again, with what this has made. */
export function before(work: () => void): void {
  work();
}

const ends: (() => void)[] = [];
process.once('exit', () => {
  for (const end of ends) end();
});

/** As `after` of `node:test`, at the end of the process: until then the tests may run again. */
export function after(work: () => void): void {
  ends.push(work);
}

/** Runs one test; throws what it throws, and when it takes too long. */
export async function runCollected({ name, work }: CollectedTest, timeoutMs: number): Promise<void> {
  const ends: Work[] = [];
  const context: CollectedContext = { diagnostic: () => {}, after: (end) => void ends.push(end), mock };
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`"${name}" takes too long`)), timeoutMs);
  try {
    await Promise.race([work(context), late.promise]);
  } finally {
    mock.reset();
    clearTimeout(timer);
    for (const end of ends) await end(context);
  }
}
