// Commands of `post_start` and `pre_stop`: when they run, with whose time, and what follows when they fail.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { Scenario, StackUnderTest } from './scenario.ts';

type Hook = { readonly command: readonly string[]; readonly environment?: Readonly<Record<string, string>> };
type Web = {
  readonly text?: string;
  readonly post_start?: readonly Hook[];
  readonly pre_stop?: readonly Hook[];
  readonly grace?: string;
};

// Writes what it is told by signal, and whether it was asked to end.
const PROGRAM = `trap 'echo "signal $TEXT" >> /out/log; exit 0' TERM; echo "start $TEXT" >> /out/log; while :; do sleep 0.05; done`;

describe('commands of a container', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let out: string;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    out = scenario.root.makeDirectory('out');
    stack = new StackUnderTest(scenario, scenario.writeFolder('hooked', {}));
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });
  beforeEach(() => scenario.writeFolder('out', { log: '' }));

  const say = (text: string): Hook => ({ command: ['sh', '-c', `echo "${text} $TEXT" >> /out/log`] });
  const log = (): string => readFileSync(join(out, 'log'), 'utf8');
  const write = ({ text = 'one', grace = '10s', ...hooks }: Web): void => {
    const web = {
      image: served.images.busybox.byTag,
      command: ['sh', '-c', PROGRAM.replaceAll('$', '$$$$')],
      environment: { TEXT: text },
      volumes: [`${out}:/out`],
      stop_grace_period: grace,
      ...JSON.parse(JSON.stringify(hooks).replaceAll('$', '$$$$')),
    };
    scenario.writeFolder('hooked', { 'stack.yml': JSON.stringify({ name: 'hooked', services: { web } }) });
  };

  test('run after the start and before the stop signal, on up, restart, update, stop and down', async () => {
    const hooks = { post_start: [say('post 1'), say('post 2')], pre_stop: [say('pre 1'), say('pre 2')] };
    const begin = (text: string) => `start ${text}\npost 1 ${text}\npost 2 ${text}\n`;
    const end = (text: string) => `pre 1 ${text}\npre 2 ${text}\nsignal ${text}\n`;
    write({ text: 'one', ...hooks });
    await stack.ok(['up', '-d']);
    assert.equal(log(), begin('one'));
    await stack.ok(['restart']);
    assert.equal(log(), begin('one') + end('one') + begin('one'));
    scenario.writeFolder('out', { log: '' });
    write({ text: 'two', ...hooks });
    await stack.ok(['up', '-d']);
    assert.equal(log(), end('one') + begin('two'));
    await stack.ok(['stop']);
    assert.equal(log(), end('one') + begin('two') + end('two'));
    await stack.ok(['start']);
    scenario.writeFolder('out', { log: '' });
    await stack.ok(['down']);
    assert.equal(log(), end('two'));
  });

  test('before the stop do not run when it is killed', async () => {
    write({ pre_stop: [say('pre')] });
    await stack.ok(['up', '-d']);
    await stack.ok(['kill']);
    await stack.ok(['down', '-t', '0']);
    assert.equal(log(), 'start one\n');
  });

  test('before the stop that fail are warned of, and it is stopped all the same', async () => {
    write({ pre_stop: [{ command: ['sh', '-c', 'echo no luck >&2; exit 3'] }, { command: ['/nothing'] }, say('pre')] });
    await stack.ok(['up', '-d']);
    const { stderr } = await stack.ok(['stop']);
    assert.match(stderr, /hook-failed.*"pre_stop\[0\]" of container "hooked-web-1" ended with 3: no luck/);
    assert.match(stderr, /hook-failed.*"pre_stop\[1\]" of container "hooked-web-1" ended with 127/);
    assert.equal(log(), 'start one\npre one\nsignal one\n');
    await stack.ok(['start']);
    assert.match((await stack.ok(['down'])).stderr, /hook-failed.*"pre_stop\[0\]"/);
  });

  test('before the stop have no more time than the stop itself', async () => {
    write({ grace: '1s', pre_stop: [{ command: ['sleep', '60'] }, say('pre')] });
    await stack.ok(['up', '-d']);
    const { ms, stderr } = await stack.ok(['stop']);
    assert.ok(ms > 900 && ms < 6000, String(ms));
    assert.match(stderr, /"pre_stop\[0\]" .* took longer than \d+ ms/);
    assert.match(stderr, /"pre_stop\[1\]" .* was left out: the time to stop is over/);
    assert.equal(log(), 'start one\n', 'no time was left to end by itself');
    await stack.ok(['down']);
  });

  test('after the start that fail make the start fail, and an update leaves the old one', async () => {
    write({ text: 'good', post_start: [say('post')] });
    await stack.ok(['up', '-d']);
    write({ text: 'bad', post_start: [{ command: ['sh', '-c', 'echo not today; exit 4'] }] });
    const { exitCode, stderr } = await stack.run(['up', '-d', '--no-rollback']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[hook-failed\]: "post_start\[0\]" of container "hooked-web-1" ended with 4/);
    assert.match(stderr, /not today/);
    assert.equal(await stack.sh('web', 'echo $TEXT'), 'good');
    await stack.ok(['down', '-t', '1']);
    assert.ok(existsSync(join(out, 'log')));
    await stack.checkNothingLeft();
  });

  test('are shown by the plan without their secrets', async () => {
    write({ text: 'plain', post_start: [say('post')] });
    await stack.ok(['up', '-d']);
    write({ text: 'plain', post_start: [{ ...say('post'), environment: { PASSWORD: 'hunter2' } }] });
    const { stdout } = await stack.run(['plan', '--json']);
    assert.match(stdout, /postStart/);
    assert.doesNotMatch(stdout, /hunter2/);
    await stack.ok(['down', '-t', '0']);
  });
});
