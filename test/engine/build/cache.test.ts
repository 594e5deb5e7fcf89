// What a change does to the cache: the step that copies, and the RUN after it.
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BuildSpec } from '../../../src/engine/build/build-spec.ts';
import { BuildRig, needsBuilds, specOf } from './build-rig.ts';

let rig: BuildRig;
before(async () => {
  if (needsBuilds.skip !== false) return;
  rig = await BuildRig.open();
  await rig.addBusybox();
});
after(async () => {
  await rig?.[Symbol.asyncDispose]();
});

const BEFORE = 'FROM busybox\n';
const STEPS = 'COPY a /x/\nRUN true\n';
type Change = {
  readonly steps?: string;
  readonly before?: string;
  readonly spec?: Partial<BuildSpec>;
  readonly edit?: (context: string) => void;
};

/** Name, the first build, what changes, and whether COPY and RUN are found. */
const changes: readonly (readonly [string, Change, Change, string])[] = [
  ['the time of a file', {}, { edit: (context) => utimesSync(join(context, 'a'), 1, 1) }, 'hit hit'],
  ['the content of a file whose size and time stay', {}, { edit: keepTime }, 'miss miss'],
  ['the mode of a file', {}, { edit: (context) => chmodSync(join(context, 'a'), 0o600) }, 'miss miss'],
  ['the owner on the host', {}, { edit: (context) => chownSync(join(context, 'a'), 1, 1) }, 'hit hit'],
  ['the mode of the context', {}, { edit: (context) => chmodSync(context, 0o700) }, 'hit hit'],
  ['another file, with COPY of one', {}, { edit: (context) => writeFileSync(join(context, 'b'), 'new') }, 'hit hit'],
  [
    'another file, with COPY of all',
    { steps: 'COPY . /x/\nRUN true\n' },
    { edit: (context) => writeFileSync(join(context, 'b'), 'new') },
    'miss miss',
  ],
  [
    'an ignored file',
    { steps: 'COPY . /x/\nRUN true\n' },
    { edit: (context) => writeFileSync(join(context, 'ignored'), 'new') },
    'hit hit',
  ],
  [
    'a name within COPY of all',
    { steps: 'COPY . /x/\nRUN true\n' },
    { edit: (context) => renameSync(join(context, 'b'), join(context, 'c')) },
    'miss miss',
  ],
  [
    'an added link',
    { steps: 'COPY . /x/\nRUN true\n' },
    { edit: (context) => symlinkSync('a', join(context, 'l')) },
    'miss miss',
  ],
  [
    'a comment and the lines of a command',
    { steps: 'COPY a /x/\nRUN true && true\n' },
    { steps: '# new\nCOPY a \\\n /x/\nRUN true && \\\n# more\ntrue\n' },
    'hit hit',
  ],
  ['blanks in the text of RUN', {}, { steps: 'COPY a /x/\nRUN  true  \n' }, 'hit hit'],
  ['blanks within the text of RUN', {}, { steps: 'COPY a /x/\nRUN true  true\n' }, 'hit miss'],
  ['ENV before', {}, { before: 'FROM busybox\nENV a=b\n' }, 'hit miss'],
  ['LABEL before', {}, { before: 'FROM busybox\nLABEL a=b\n' }, 'hit hit'],
  ['USER before', {}, { before: 'FROM busybox\nUSER 1\n' }, 'hit miss'],
  [
    'the value of a declared ARG',
    { before: 'FROM busybox\nARG v\n', spec: { args: { v: '1' } } },
    { spec: { args: { v: '2' } } },
    'hit miss',
  ],
  ['an undeclared argument and a proxy', {}, { spec: { args: { other: '2', HTTP_PROXY: 'http://x' } } }, 'hit hit'],
  ['the network of RUN', {}, { spec: { network: 'none' } }, 'hit miss'],
  [
    'an earlier layer',
    { before: 'FROM busybox\nRUN echo 1 > /v\n' },
    { before: 'FROM busybox\nRUN echo 2 > /v\n' },
    'miss miss',
  ],
  [
    'the directory of the source, not its name',
    { steps: 'COPY d/s /x/\nRUN true\n' },
    { steps: 'COPY e/s /x/\nRUN true\n' },
    'hit hit',
  ],
  ['the name of the source', { steps: 'COPY d/s /x/\nRUN true\n' }, { steps: 'COPY d/t /x/\nRUN true\n' }, 'miss miss'],
  [
    'the text of a heredoc',
    { steps: 'COPY <<E /x/\n1\nE\nRUN true\n' },
    { steps: 'COPY <<E /x/\n2\nE\nRUN true\n' },
    'miss miss',
  ],
  [
    'the id of a cache mount',
    { steps: 'COPY a /x/\nRUN --mount=type=cache,target=/c,id=1 true\n' },
    { steps: 'COPY a /x/\nRUN --mount=type=cache,target=/c,id=2 true\n' },
    'hit hit',
  ],
  [
    'the target of a cache mount',
    { steps: 'COPY a /x/\nRUN --mount=type=cache,target=/c true\n' },
    { steps: 'COPY a /x/\nRUN --mount=type=cache,target=/d true\n' },
    'hit miss',
  ],
  [
    'a file beside the one that is mounted',
    { steps: 'COPY a /x/\nRUN --mount=source=a,target=/m true\n' },
    { edit: (context) => writeFileSync(join(context, 'b'), 'new') },
    'hit hit',
  ],
  [
    'the file that is mounted',
    { steps: 'COPY a /x/\nRUN --mount=source=b,target=/m true\n' },
    { edit: (context) => writeFileSync(join(context, 'b'), 'new') },
    'hit miss',
  ],
];
for (const [name, first, second, expected] of changes) {
  test(`cache: ${name} is a ${expected.replace(' ', ' for COPY, a ')} for RUN`, needsBuilds, async () => {
    const context = rig.context({
      '.dockerignore': 'Dockerfile\n.dockerignore\nignored\n',
      a: 'content',
      b: 'other',
      'd/s': '1',
      'd/t': '1',
      'e/s': '1',
    });
    await build(context, first);
    second.edit?.(context);
    const outcome = await build(context, { ...first, ...second });
    const [copy, run] = outcome.slice(-2).map((step) => (step.startsWith('cached') ? 'hit' : 'miss'));
    assert.equal(`${copy} ${run}`, expected);
  });
}

async function build(
  context: string,
  { before: head = BEFORE, steps = STEPS, spec = {} }: Change,
): Promise<readonly string[]> {
  writeFileSync(join(context, 'Dockerfile'), head + steps);
  return (await rig.build(context, spec)).steps;
}

function keepTime(context: string): void {
  const path = join(context, 'a');
  utimesSync(path, 1000, 1000);
  writeFileSync(path, 'CONTENT');
  utimesSync(path, 1000, 1000);
}

test('a stage that was built again and gives the same file is a hit for who copies it', needsBuilds, async () => {
  const dockerfile = (word: string): string =>
    `FROM busybox AS s\nRUN echo ${word} > /other; echo same > /file; touch -d @1 /file\nFROM busybox\nCOPY --from=s /file /\nRUN true\n`;
  const first = await rig.build({ Dockerfile: dockerfile('one') });
  const second = await rig.build({ Dockerfile: dockerfile('two') });
  assert.equal(first.imageId, second.imageId);
  assert.deepEqual(
    second.steps.map((step) => step.split(' ')[0]),
    ['done', 'cached', 'cached'],
  );
});

test('without the cache everything is done again, and the next build takes the new results', needsBuilds, async () => {
  const context = rig.context({ Dockerfile: 'FROM busybox\nRUN cat /proc/sys/kernel/random/uuid > /id\n' });
  const first = await rig.build(context);
  const again = await rig.build(context, {}, { noCache: true });
  const third = await rig.build(context);
  assert.notEqual(again.imageId, first.imageId);
  assert.equal(third.imageId, again.imageId);
});

test('a layer that is gone is made again', needsBuilds, async () => {
  const context = rig.context({ Dockerfile: 'FROM busybox\nRUN echo here > /file\n' });
  const first = await rig.build(context);
  const layer = rig.images.config(first.imageId).diffIds.at(-1);
  assert(layer);
  rmSync(rig.images.layers.path(layer), { recursive: true });
  const second = await rig.build(context);
  assert.deepEqual(second.steps, ['done RUN echo here > /file']);
  assert.equal(rig.read(second.imageId, 'file'), 'here\n');
});

test('the layers of the cache survive a collection of garbage', needsBuilds, async () => {
  const context = rig.context({
    Dockerfile: 'FROM busybox AS s\nRUN echo kept > /file\nFROM scratch\nCOPY --from=s /file /\n',
  });
  await rig.build(context);
  await rig.images.collectGarbage(rig.builder.cachedLayers());
  assert.equal((await rig.build(context)).cached, true);
});

test('the digest of the inputs follows what the needed stages take', needsBuilds, async () => {
  const context = rig.context({
    Dockerfile: 'FROM scratch AS unneeded\nCOPY b /\nFROM scratch\nCOPY a /\n',
    a: '1',
    b: '2',
  });
  const digest = (spec: Partial<BuildSpec> = {}): Promise<string> => rig.builder.digestInputs(specOf(context, spec));
  const first = await digest();
  writeFileSync(join(context, 'b'), 'changed');
  assert.equal(await digest(), first);
  utimesSync(join(context, 'a'), 5, 5);
  assert.equal(await digest(), first);
  writeFileSync(join(context, 'a'), 'changed');
  assert.notEqual(await digest(), first);
  assert.notEqual(await digest({ args: { x: '1' } }), await digest());
  const { imageId } = await rig.build(context);
  assert.equal(rig.images.resolve(imageId).buildInputs, await digest());
});

test('a named context costs the files that are taken from it', needsBuilds, async () => {
  const host = rig.context({ small: 'small' });
  // Without blocks on the disk; to read it takes minutes.
  writeFileSync(join(host, 'large'), '');
  truncateSync(join(host, 'large'), 200e9);
  const spec = specOf(rig.context({ Dockerfile: 'FROM scratch\nCOPY --from=host small /\n' }), {
    additionalContexts: { host },
  });
  const began = performance.now();
  await rig.builder.digestInputs(spec);
  assert(performance.now() - began < 10_000);
});

test(
  'what a build depends on can be told before the images of services are known, but not built',
  needsBuilds,
  async () => {
    const spec = { additionalContexts: { base: 'service:other' } };
    const context = rig.context({ Dockerfile: 'FROM base\nCOPY a /\n', a: '1' });
    assert.match(await rig.builder.digestInputs(specOf(context, spec)), /^sha256:/);
    await assert.rejects(rig.build(context, spec), /service "other"/);
  },
);
