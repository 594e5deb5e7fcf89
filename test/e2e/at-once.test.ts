// Several commands on one stack at the same time: they work one after the other, and each tells what it did.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RevisionSummary } from '../../src/api/messages.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { jsonLines, Scenario, StackUnderTest } from './scenario.ts';

const TEN = Array.from({ length: 10 }, (_, index) => String(index));

// What `friend` waits for comes when the test makes a file: until then `up` goes on.
const GATED = `
name: gated
services:
  web:
    image: \${BUSYBOX}
    command: sleep 1000000
    stop_signal: SIGKILL
    environment: {VERSION: "\${VERSION}"}
    healthcheck: {test: 'test -e /open || test "$$VERSION" = open', interval: 50ms, retries: 2, start_period: 60s, start_interval: 50ms}
  friend:
    image: \${BUSYBOX}
    command: sleep 1000000
    stop_signal: SIGKILL
    depends_on: {web: {condition: service_healthy}}
`;

const file = (version: string): string => `
name: crowded
services:
  web:
    image: \${BUSYBOX}
    command: sleep 1000000
    stop_signal: SIGKILL
    environment: {VERSION: "${version}"}
  side:
    image: \${BUSYBOX}
    command: sleep 1000000
    stop_signal: SIGKILL
    depends_on: [web]
`;

describe('several commands at once', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let environment: Readonly<Record<string, string>>;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    environment = { BUSYBOX: served.images.busybox.byTag };
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const stackOf = (folder: string, content: string): StackUnderTest =>
    new StackUnderTest(scenario, scenario.writeFolder(folder, { 'compose.yaml': content }), environment);
  const historyOf = async (stack: StackUnderTest): Promise<readonly RevisionSummary[]> =>
    jsonLines((await stack.ok(['history', '--format', 'json'])).stdout);

  test('ten "up" of one stack, the daemon not running yet: one applies, nine wait and find nothing to do', async () => {
    const stack = stackOf('crowded', file('one'));
    const ended = await Promise.all(TEN.map(() => stack.run(['up', '-d'])));
    assert.deepEqual(
      ended.map(({ exitCode }) => exitCode),
      TEN.map(() => 0),
      ended.map(({ stderr }) => stderr).join('---\n'),
    );
    const idle = ended.filter(({ stderr }) => stderr.includes('nothing to do'));
    const applied = ended.filter(({ stderr }) => /create container crowded-web-1 +done/.test(stderr));
    assert.deepEqual([idle.length, applied.length], [9, 1]);
    assert.deepEqual((await stack.containers()).map(({ name }) => name).sort(), ['crowded-side-1', 'crowded-web-1']);
    assert.equal((await historyOf(stack)).length, 1);
  });

  test('ten files of one stack: the last one stays, and whoever was given up for a newer one says so', async () => {
    const stacks = TEN.map((version) => stackOf(`crowded-${version}`, file(version)));
    const ended = await Promise.all(stacks.map((stack) => stack.run(['up', '-d'])));
    for (const { exitCode, stderr } of ended) {
      if (exitCode === 0) assert.match(stderr, /recreate container crowded-web-1 +(done|not needed)/);
      else
        assert.match(stderr, /error\[superseded\]: given up: a newer command wants something else of stack "crowded"/);
    }
    assert.ok(ended.some(({ exitCode }) => exitCode === 0));
    const [first] = stacks;
    assert.ok(first);
    const [last, ...earlier] = await historyOf(first);
    assert.ok(last?.isCurrent && earlier.every(({ isCurrent }) => !isCurrent));
    const place = stacks.findIndex(({ folder }) => last.files.some((path) => path.startsWith(`${folder}/`)));
    assert.equal(await first.sh('web', 'echo $VERSION'), TEN[place]);
    await first.ok(['down', '-t', '0']);
    await first.checkNothingLeft();
  });

  test('one that waits says so, and leaves no trace when it is called off', async () => {
    const stack = stackOf('gated', GATED);
    const isUp = (): Promise<boolean> =>
      waitFor('the first container', async () => (await stack.containers()).some(({ status }) => status === 'running'));
    const working = stack.run(['up', '-d'], { VERSION: 'one' });
    await isUp();
    const calledOff = await scenario.dockr.run(['up', '-d'], {
      cwd: stack.folder,
      environment: { ...environment, VERSION: 'one' },
      during: async (child, seen) => {
        await waitFor('the word that it waits', () => seen().includes('another command works on stack "gated"'));
        child.kill('SIGINT');
      },
    });
    assert.equal(calledOff.exitCode, 130, calledOff.stderr);
    assert.match(calledOff.stderr, /interrupted: "up" was called off/);
    const waiting = stack.run(['up', '-d'], { VERSION: 'one' });
    await stack.ok(['exec', 'web', 'touch', '/open'], { VERSION: 'one' });
    const [first, second] = [await working, await waiting];
    assert.deepEqual([first.exitCode, second.exitCode], [0, 0], first.stderr + second.stderr);
    assert.match(second.stderr, /nothing to do/);
    assert.equal(await stack.sh('web', 'echo $VERSION'), 'one');
    const revisions = await historyOf(stack);
    assert.deepEqual(
      revisions.map(({ outcome }) => outcome),
      ['applied'],
    );
    await stack.ok(['down', '-t', '0'], { VERSION: 'one' });
  });

  test('an "up" that waits in vain is given up for one of a mended file, and for "down"', async () => {
    const stack = stackOf('mended', GATED.replace('gated', 'mended'));
    const isUp = (): Promise<boolean> =>
      waitFor('the first container', async () => (await stack.containers()).some(({ status }) => status === 'running'));
    const waiting = stack.run(['up', '-d'], { VERSION: 'one' });
    await isUp();
    const mended = await stack.run(['up', '-d'], { VERSION: 'open' });
    const first = await waiting;
    assert.equal(first.exitCode, 1, first.stderr);
    assert.match(first.stderr, /error\[superseded\]/);
    assert.equal(mended.exitCode, 0, mended.stderr);
    assert.match(mended.stderr, /another command works on stack "mended": it is given up for this one/);
    assert.equal(await stack.sh('web', 'echo $VERSION'), 'open');
    assert.deepEqual(
      (await historyOf(stack)).map(({ outcome, error }) => [outcome, error]),
      [
        ['applied', null],
        ['failed', 'superseded'],
      ],
    );
    const again = stack.run(['up', '-d'], { VERSION: 'three' });
    await waitFor('its second version', async () => (await stack.containers()).some(({ name }) => name.includes('#')));
    await stack.ok(['down', '-t', '0']);
    assert.match((await again).stderr, /error\[superseded\]/);
    await stack.checkNothingLeft();
  });
});
