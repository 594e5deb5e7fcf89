// A version that is no good: the stack is back as it was, and the same is not tried again unasked.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { RevisionSummary } from '../../src/api/messages.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, jsonLines, Scenario, StackUnderTest } from './scenario.ts';

type Change = {
  readonly text: string;
  /** Null: without one. */
  readonly check?: string | null;
  readonly command?: readonly string[];
  readonly update?: object;
  readonly scale?: number;
};

describe('an update that fails', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    stack = new StackUnderTest(scenario, scenario.writeFolder('guarded', {}));
    write({ text: 'good' });
    await stack.ok(['up', '-d', '--wait']);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const write = ({ text, check = 'true', command, update, scale }: Change): void => {
    const page = `mkdir -p /www && echo ${text} > /www/index.html && exec httpd -f -p 80 -h /www`;
    const image = served.images.busybox.byTag;
    const web = {
      image,
      command: command ?? ['sh', '-c', page],
      environment: { TEXT: text },
      ...(check === null ? {} : { healthcheck: { test: check, interval: '50ms', retries: 2 } }),
      ports: [`${port}:80`],
      ...(update ? { deploy: { update_config: update } } : {}),
      ...(scale === undefined ? {} : { scale }),
    };
    const side = { image, command: ['sleep', '1000000'], environment: { TEXT: text }, stop_signal: 'SIGKILL' };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify({ name: 'guarded', services: { web, side } }));
  };
  const page = () => get(`http://127.0.0.1:${port}/`);
  const textOf = (service: string) => stack.sh(service, 'echo $TEXT');
  const revisions = async () => jsonLines<RevisionSummary>((await stack.ok(['history', '--format', 'json'])).stdout);

  test('is rolled back as a whole, told as a failure, and written down', async () => {
    write({ text: 'broken', command: ['/bin/nothing'] });
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /rolling-back.*revision 2 failed; going back to revision 1/);
    assert.deepEqual([await textOf('web'), await textOf('side'), await page()], ['good', 'good', 'good\n']);
    const [back, bad, good] = await revisions();
    assert.deepEqual([back?.outcome, back?.cause, back?.isCurrent], ['applied', 'rollback to 1', true]);
    assert.deepEqual([bad?.outcome, good?.outcome], ['rolled-back', 'applied']);
    assert.match(bad?.quarantined ?? '', /nothing/);
  });

  test('is refused when it is tried again as it is, unless told', async () => {
    const refused = await stack.run(['up', '-d']);
    assert.equal(refused.exitCode, 3);
    assert.match(refused.stderr, /^error\[revision-quarantined\]: stack "guarded" failed as it is now, as revision 2/);
    assert.match((await stack.run(['up', '-d', '--retry'])).stderr, /rolling-back/);
    assert.equal(await textOf('side'), 'good');
    write({ text: 'better' });
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await page(), 'better\n');
  });

  test('because it never gets healthy is found by --wait', async () => {
    write({ text: 'sick', check: 'false' });
    const { exitCode, stderr } = await stack.run(['up', '-d', '--wait']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /unhealthy/);
    assert.deepEqual([await textOf('web'), await textOf('side')], ['better', 'better']);
    assert.equal((await revisions())[1]?.outcome, 'rolled-back');
  });

  test('stays as it is where that is asked for', async () => {
    write({ text: 'worse', command: ['/bin/nothing'] });
    assert.equal((await stack.run(['up', '-d', '--no-rollback'])).exitCode, 1);
    assert.equal(await textOf('side'), 'worse');
    write({ text: 'paused', command: ['/bin/nothing'], update: { failure_action: 'pause' } });
    assert.equal((await stack.run(['up', '-d'])).exitCode, 1);
    assert.equal(await textOf('side'), 'paused');
    assert.equal((await revisions())[0]?.outcome, 'failed');
  });

  test('for want of something else than itself is not held against it', async () => {
    write({ text: 'better' });
    await stack.ok(['up', '-d', '--wait']);
    const other = scenario.writeFolder('other', {});
    const file = {
      services: {
        web: {
          image: served.images.busybox.byTag,
          command: ['sleep', '1000000'],
          stop_signal: 'SIGKILL',
          ports: [`${port}:80`],
        },
      },
    };
    writeFileSync(join(other, 'stack.yml'), JSON.stringify({ name: 'other', ...file }));
    const rival = new StackUnderTest(scenario, other);
    assert.match((await rival.run(['up', '-d'])).stderr, /port-in-use/);
    await stack.ok(['stop', 'web']);
    await rival.ok(['up', '-d']);
    await rival.ok(['down']);
    await stack.ok(['up', '-d']);
  });

  test('goes back to as many replicas as were asked for on the line', async () => {
    await stack.ok(['up', '-d', '--scale', 'side=3']);
    write({ text: 'broken again', command: ['/bin/nothing'] });
    assert.equal((await stack.run(['up', '-d'])).exitCode, 1);
    const sides = (await stack.containers()).filter(
      ({ service, status }) => service === 'side' && status === 'running',
    );
    assert.equal(sides.length, 3);
  });

  test('without a health check is seen for as long as the file says, also where the old one is stopped first', async () => {
    const update = { order: 'stop-first', monitor: '30s', failure_action: 'rollback' };
    const page = 'mkdir -p /www && echo plain > /www/index.html && exec httpd -f -p 80 -h /www';
    write({ text: 'plain', check: null, command: ['sh', '-c', page], update: { ...update, monitor: '10ms' } });
    await stack.ok(['up', '-d']);
    write({ text: 'short', check: null, command: ['sh', '-c', 'sleep 0.5; exit 3'], update });
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /not-ready.*exited with code 3/s);
    assert.deepEqual([await textOf('web'), (await revisions())[1]?.outcome], ['plain', 'rolled-back']);
    await waitFor('the page of before', async () => (await get(`http://127.0.0.1:${port}/`)) === 'plain\n');
  });
});
