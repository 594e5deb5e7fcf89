// Commands that stay with containers: `up` in the foreground, `logs`, `run`, `wait`.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { jsonLines, Scenario, StackUnderTest } from './scenario.ts';

const STACK = `
name: choir
services:
  alto:
    image: \${BUSYBOX}
    command:
      - sh
      - -c
      - trap 'echo alto bows; exit 0' TERM; echo alto sings; while :; do sleep 0.05; done
  bass:
    image: \${BUSYBOX}
    command:
      - sh
      - -c
      - trap 'echo bass bows; exit 0' TERM; echo bass sings >&2; while :; do sleep 0.05; done
    depends_on: [alto]
`;

const STUBBORN = `
name: stubborn
services:
  mule:
    image: \${BUSYBOX}
    command: sh -c "trap 'echo no' TERM; echo here; while :; do sleep 0.05; done"
    stop_grace_period: 60s
`;

const ERRAND = `
name: errand
services:
  courier:
    image: \${BUSYBOX}
    command: sh -c 'echo gone; exit 9'
  waiter:
    image: \${BUSYBOX}
    command: sleep infinity
`;

const COUNTER = `
services:
  clock:
    image: \${BUSYBOX}
    command: sh -c 'for i in 1 2 3; do echo line $$i; done; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo line 4'
`;

const SLOW = `
name: slow
services:
  snail:
    image: \${BUSYBOX}
    command: sh -c "trap 'exit 0' TERM; while :; do sleep 0.05; done"
    healthcheck:
      test: exit 1
      interval: 50ms
      start_period: 60s
      start_interval: 50ms
  hare:
    image: \${BUSYBOX}
    command: sleep infinity
    depends_on:
      snail:
        condition: service_healthy
`;

const LONG_BUILD = `
name: long
services:
  tower:
    build:
      dockerfile_inline: |
        FROM \${BUSYBOX}
        RUN echo laying stones && sleep 100
`;

describe('a session with containers', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let image: string;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    image = served.images.busybox.byTag;
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });
  const stackOf = (name: string, text: string) =>
    new StackUnderTest(scenario, scenario.writeFolder(name, { 'compose.yml': text }), { BUSYBOX: image });
  /** Runs a command, and interrupts it each time its output has one of these. */
  const interrupted = (stack: StackUnderTest, words: readonly string[], cues: readonly RegExp[]) =>
    scenario.dockr.run(words, {
      cwd: stack.folder,
      environment: stack.environment,
      during: async (child: ChildProcess, seen: () => string) => {
        for (const cue of cues) {
          await waitFor(String(cue), () => cue.test(seen()));
          child.kill('SIGINT');
        }
      },
    });

  test('up in the foreground shows what containers write, and Ctrl-C stops them gracefully', async () => {
    const choir = stackOf('choir', STACK);
    const { exitCode, stdout, stderr } = await interrupted(
      choir,
      ['up'],
      [/alto sings[\s\S]*bass sings|bass sings[\s\S]*alto sings/],
    );
    assert.equal(exitCode, 130, stderr);
    assert.equal(stdout, 'alto-1  | alto sings\nbass-1  | bass bows\nalto-1  | alto bows\n');
    assert.match(stderr, /^bass-1 {2}\| bass sings$/m);
    assert.match(stderr, /stopping the containers gracefully/);
    const states = (await choir.containers()).map(({ service, status, exitCode }) => [service, status, exitCode]);
    assert.deepEqual(states, [
      ['alto', 'exited', 0],
      ['bass', 'exited', 0],
    ]);
    await choir.ok(['down']);
  });

  test('a second Ctrl-C kills what does not want to stop', async () => {
    const stubborn = stackOf('stubborn', STUBBORN);
    const { exitCode, ms } = await interrupted(stubborn, ['up'], [/mule-1 {2}\| here/, /mule-1 {2}\| no/]);
    assert.equal(exitCode, 130);
    assert.ok(ms < 30_000, `took ${ms} ms`);
    assert.equal((await stubborn.container('mule')).exitCode, 137);
    await stubborn.ok(['down']);
  });

  test('Ctrl-C while up waits for a service stops what runs already, and the next up goes on', async () => {
    const slow = stackOf('slow', SLOW);
    const { exitCode, stderr, ms } = await interrupted(slow, ['up'], [/create container slow-snail-1 {2}done/]);
    assert.equal(exitCode, 130, stderr);
    assert.ok(ms < 30_000, `took ${ms} ms`);
    const states = (await slow.containers()).map(({ service, status }) => [service, status]);
    assert.deepEqual(states, [['snail', 'exited']]);
    await slow.ok(['up', '-d', '--no-deps', 'hare']);
    assert.equal((await slow.container('hare')).status, 'running');
    await slow.ok(['down']);
  });

  test('Ctrl-C ends a build and what it runs', async () => {
    const long = stackOf('long', LONG_BUILD);
    const { exitCode, stderr, ms } = await interrupted(long, ['up', '-d'], [/laying stones$/m]);
    assert.equal(exitCode, 130, stderr);
    assert.ok(ms < 30_000, `took ${ms} ms`);
    await waitFor('the end of the build', async () => (await long.run(['doctor'])).exitCode === 0);
    await long.ok(['down']);
    await long.checkNothingLeft();
  });

  test('up ends with the code of the service that it was told to take it from', async () => {
    const errand = stackOf('errand', ERRAND);
    const { exitCode, stdout, stderr } = await errand.run(['up', '--exit-code-from', 'courier']);
    assert.equal(exitCode, 9, stderr);
    assert.equal(stdout, 'courier-1  | gone\n');
    assert.match(stderr, /^courier-1 exited with code 9$/m);
    assert.equal((await errand.container('waiter')).status, 'exited');
    await errand.ok(['down']);
  });

  test('logs shows the last lines, those since a time, or follows until the container ends', async () => {
    const counter = stackOf('counter', COUNTER);
    await counter.ok(['up', '-d']);
    await waitFor('three lines', async () => (await counter.ok(['logs'])).stdout.includes('line 3'));
    const since = new Date().toISOString();
    assert.equal((await counter.ok(['logs', '--tail', '2'])).stdout, 'clock-1  | line 2\nclock-1  | line 3\n');
    assert.equal((await counter.ok(['logs', '--no-log-prefix', '--tail', '1', 'clock'])).stdout, 'line 3\n');
    const followed = await scenario.dockr.run(['logs', '-f', '--tail', '1'], {
      cwd: counter.folder,
      environment: counter.environment,
      during: async (_, seen) => {
        await waitFor('the third line', () => seen().includes('line 3'));
        await counter.sh('clock', 'touch /tmp/go');
      },
    });
    assert.deepEqual([followed.exitCode, followed.stdout], [0, 'clock-1  | line 3\nclock-1  | line 4\n']);
    assert.equal((await counter.ok(['logs', '--since', since])).stdout, 'clock-1  | line 4\n');
    assert.match(
      (await counter.ok(['logs', '-t', '--tail', '1'])).stdout,
      /^clock-1 {2}\| \d{4}-\d\d-\d\dT[\d:.]+Z line 4\n$/,
    );
    await counter.ok(['down']);
  });

  test('Ctrl-C ends logs -f and leaves the container alone', async () => {
    const counter = stackOf('endless', COUNTER);
    await counter.ok(['up', '-d']);
    const { exitCode } = await interrupted(counter, ['logs', '-f'], [/line 3/]);
    assert.equal(exitCode, 130);
    assert.equal((await counter.container('clock')).status, 'running');
    await counter.ok(['down']);
  });

  test('run hands over input, output, and exit code, and leaves nothing with --rm', async () => {
    const { dockr } = scenario;
    const ended = await dockr.run(['run', '--rm', '-i', image, 'sh', '-c', 'cat; echo aside >&2; exit 7'], {
      stdin: 'to the container\n',
    });
    assert.deepEqual([ended.exitCode, ended.stdout, ended.stderr], [7, 'to the container\n', 'aside\n']);
    assert.equal((await dockr.run(['run', '--rm', image, '/bin/nothing'])).exitCode, 127);
    assert.equal((await dockr.run(['run', '--rm', image, '/etc/passwd'])).exitCode, 126);
    assert.equal((await dockr.run(['run', '--rm', '--init', image, 'sh', '-c', 'kill -9 $$'])).exitCode, 137);
    assert.deepEqual(jsonLines((await dockr.ok(['ps', '-a', '--json'])).stdout), []);
  });

  test('run has the options of its line', async () => {
    const script = 'echo $A; pwd; hostname; id -u; cat /data/x; grep CapEff /proc/self/status | cut -f2';
    const options = ['-e', 'A=b', '-w', '/usr', '--hostname', 'here', '-u', '7', '-v', 'kept:/data:ro'];
    await scenario.dockr.ok(['run', '--rm', '-v', 'kept:/data', image, 'sh', '-c', 'echo content > /data/x']);
    const { stdout } = await scenario.dockr.ok(['run', '--rm', ...options, image, 'sh', '-c', script]);
    assert.equal(stdout, 'b\n/usr\nhere\n7\ncontent\n0000000000000000\n');
    await scenario.dockr.ok(['volume', 'rm', 'kept']);
  });

  test('a container in the background can be named, waited for, read, and removed', async () => {
    const { dockr } = scenario;
    const { stdout } = await dockr.ok([
      'run',
      '-d',
      '--name',
      'errand-boy',
      image,
      'sh',
      '-c',
      'echo off; sleep 0.3; exit 5',
    ]);
    const waited = await dockr.run(['wait', 'errand-boy']);
    assert.deepEqual([waited.exitCode, waited.stdout], [5, '5\n']);
    assert.equal((await dockr.ok(['logs', '--no-log-prefix', 'errand-boy'])).stdout, 'off\n');
    const [container] = jsonLines<ContainerSummary>((await dockr.ok(['ps', '-a', '--json'])).stdout);
    assert.deepEqual([`${container?.id}\n`, container?.status, container?.exitCode], [stdout, 'exited', 5]);
    await dockr.ok(['rm', '-f', 'errand-boy']);
    assert.equal((await dockr.run(['doctor'])).exitCode, 0);
  });
});
