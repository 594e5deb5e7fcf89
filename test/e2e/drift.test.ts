// What somebody changed behind the back of dockr: told by `dockr drift`, mended where the stack wants it, left alone where not.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { DriftFinding } from '../../src/reconcile/drift.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { jsonLines, Scenario, StackUnderTest } from './scenario.ts';

const run = promisify(execFile);
const LIMIT = 64 * 1024 * 1024;

describe('drift', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open({ DOCKR_REPAIR_INTERVAL: '0.3' });
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    const files = { 'site.conf': 'listen 80\n', 'seed.txt': 'seed\n' };
    stack = new StackUnderTest(scenario, scenario.writeFolder('drifting', files), { PIN: 'hunter2' });
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const apply = async (settings: object): Promise<void> => {
    const common = { image: served.images.busybox.byTag, stop_signal: 'SIGKILL', command: ['sleep', '1000000'] };
    const web = {
      ...common,
      restart: 'unless-stopped',
      ports: [`${port}:80`],
      volumes: ['./site.conf:/etc/site.conf:ro', 'data:/data', '/var/run/dockr-test'],
      secrets: ['pin'],
      configs: ['seed'],
      tmpfs: ['/scratch'],
      mem_limit: '64m',
      cpus: 0.5,
      pids_limit: 50,
    };
    const file = {
      name: 'drifting',
      'x-dockr': settings,
      services: { web, side: { ...common, scale: 2 }, task: { ...common, command: ['true'] } },
      secrets: { pin: { environment: 'PIN' } },
      configs: { seed: { file: './seed.txt' } },
      volumes: { data: {} },
    };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(file));
    await stack.ok(['up', '-d']);
    await waitFor('the end of the task', async () => (await stack.container('task')).status === 'exited');
  };
  const drift = async (): Promise<readonly DriftFinding[]> => {
    const { stdout, exitCode } = await stack.run(['drift', '--format', 'json']);
    const findings = jsonLines<DriftFinding>(stdout);
    assert.equal(exitCode, findings.length === 0 ? 0 : 4);
    return findings;
  };
  const fields = async () => (await drift()).map(({ resource, field }) => `${resource} ${field}`);
  const id = async (): Promise<string> => (await stack.container('web')).id;
  /** Version 1 or 2. */
  const limitFile = async (): Promise<string> => {
    const group = `${scenario.root.cgroupParent}/${await id()}`;
    const first = `/sys/fs/cgroup/memory/${group}/memory.limit_in_bytes`;
    return existsSync(first) ? first : `/sys/fs/cgroup/${group}/memory.max`;
  };
  const flush = () => run('nft', ['flush', 'table', 'inet', scenario.root.nftTable]);
  const deleteLink = async () => {
    const { pid } = await stack.container('web');
    await run('nsenter', ['-t', String(pid), '-n', 'ip', 'link', 'delete', 'eth0']);
  };
  const removeBehind = async (service: string) => {
    const [victim] = (await stack.containers()).filter((container) => container.service === service);
    const root = join(scenario.root.runDirectory, 'runtime');
    // The daemon notices the end at once, and may be the first to remove what is left.
    await run('crun', ['--root', root, 'delete', '--force', victim?.id ?? '']).catch(() => {});
  };

  describe('of a stack that wants to be told', () => {
    test('there is none of what was just applied', async () => {
      await apply({ drift: 'report' });
      assert.deepEqual(await drift(), []);
    });

    test('a limit that was changed in the control group is told with both values', async () => {
      writeFileSync(await limitFile(), String(LIMIT / 2));
      const [finding, ...others] = await drift();
      assert.deepEqual(others, []);
      assert.deepEqual(finding, {
        stack: 'drifting',
        resource: 'container drifting-web-1',
        service: 'web',
        field: 'limits.memory',
        expected: LIMIT,
        actual: LIMIT / 2,
        class: 'limit',
        repair: 'automatic',
      });
      const { stdout } = await stack.run(['drift']);
      assert.match(stdout, /drifting-web-1 +limits\.memory +67108864 +33554432/);
      await waitFor('the warning', () => /warning\[drift\]: .*limits\.memory/.test(scenario.dockr.daemonLog()));
      assert.equal(scenario.dockr.daemonLog().match(/warning\[drift\]: .*limits\.memory/g)?.length, 1);
      writeFileSync(await limitFile(), String(LIMIT));
      assert.deepEqual(await drift(), []);
    });

    test('flushed rules, which stay flushed', async () => {
      await flush();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual(await fields(), ['firewall rules']);
    });

    test('a bind-mounted file that was edited, until it is applied', async () => {
      appendFileSync(join(stack.folder, 'site.conf'), '# by hand\n');
      const path = join(stack.folder, 'site.conf');
      assert.deepEqual(await fields(), [`file ${path} content`, 'firewall rules']);
      const before = await id();
      await stack.ok(['up', '-d']);
      assert.deepEqual(await fields(), ['firewall rules']);
      assert.equal(await id(), before, 'an edit is no reason to recreate');
    });

    test('secrets and configs that were written to, and a mount that was taken away', async () => {
      const bundle = join(scenario.root.runDirectory, 'containers', await id());
      writeFileSync(join(bundle, 'files/0'), 'hunter3');
      const { pid } = await stack.container('web');
      await run('nsenter', ['-t', String(pid), '-m', 'umount', '/scratch']);
      const found = await drift();
      assert.deepEqual(
        found.map(({ field }) => field),
        ['files./run/secrets/pin', 'mounts./scratch', 'rules'],
      );
      assert.doesNotMatch(JSON.stringify(found), /hunter/);
    });

    test('a route and then a link that is gone', async () => {
      const { pid } = await stack.container('web');
      await run('nsenter', ['-t', String(pid), '-n', 'ip', 'route', 'delete', 'default']);
      assert.ok((await fields()).includes('container drifting-web-1 routes'));
      await deleteLink();
      const network = (await drift()).filter(({ class: kind }) => kind === 'network');
      assert.deepEqual(
        network.map(({ actual }) => actual),
        ['link of network drifting_default is missing'],
      );
    });

    test('containers that were killed or removed, and not those that were stopped', async () => {
      await stack.ok(['stop', 'web']);
      await removeBehind('side');
      await stack.ok(['rm', '-fs', 'task']);
      await waitFor('the end', async () => (await fields()).some((field) => field.endsWith('side-1 status')));
      assert.deepEqual(
        (await drift()).map(({ resource, field, actual }) => [resource, field, actual]),
        [
          ['container drifting-side-1', 'status', 'killed by signal 9'],
          ['container drifting-task-1', 'exists', false],
        ],
      );
      await stack.ok(['down', '-v', '-t', '0']);
    });
  });

  describe('of a stack that wants it mended', () => {
    before(() => apply({ drift: 'repair' }));

    test('limits are written back, rules put back', async () => {
      assert.deepEqual(await drift(), []);
      writeFileSync(await limitFile(), String(LIMIT / 2));
      await flush();
      await waitFor('the repair', async () => (await drift()).length === 0);
      assert.equal(Number(readFileSync(await limitFile(), 'utf8')), LIMIT);
    });

    test('a link comes back with a restart, a killed container with a start, a removed one with the plan', async () => {
      await deleteLink();
      await removeBehind('side');
      await waitFor('the repair', async () => (await drift()).length === 0, { timeoutMs: 20_000 });
      await stack.ok(['rm', '-fs', 'side']);
      await waitFor('the plan', async () => (await drift()).length === 0, { timeoutMs: 20_000 });
      const statuses = (await stack.containers()).map(({ name, status }) => `${name} ${status}`).sort();
      assert.deepEqual(statuses, [
        'drifting-side-1 running',
        'drifting-side-2 running',
        'drifting-task-1 exited',
        'drifting-web-1 running',
      ]);
      assert.equal((await stack.container('task')).status, 'exited', 'what has ended is not run again');
    });

    test('what the user stopped stays stopped', async () => {
      await stack.ok(['stop', 'web']);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal((await stack.container('web')).status, 'exited');
      assert.deepEqual(await drift(), []);
      await stack.ok(['down', '-v', '-t', '0']);
    });
  });

  test('a stack that ignores it is left as it is, and its rules hide what is meant to differ', async () => {
    await apply({ drift: 'ignore', ignoreDrift: ['web.limits.memory'] });
    writeFileSync(await limitFile(), String(LIMIT / 2));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await flush();
    await deleteLink();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(await fields(), ['container drifting-web-1 network', 'firewall rules']);
    assert.equal(Number(readFileSync(await limitFile(), 'utf8')), LIMIT / 2);
    await stack.ok(['down', '-v', '-t', '0']);
    await stack.checkNothingLeft();
  });

  test('a value that means nothing is warned of, a stack that is not there is an error', async () => {
    const settings = { drift: 'mend', ignoreDrift: ['limits'] };
    const file = {
      name: 'odd',
      'x-dockr': settings,
      services: { web: { image: 'x', 'x-dockr': { drift: 'ignore' } } },
    };
    const odd = new StackUnderTest(scenario, scenario.writeFolder('odd', { 'stack.yml': JSON.stringify(file) }));
    const { stderr } = await odd.ok(['config']);
    assert.equal(stderr.match(/warning\[unknown-drift-setting\]/g)?.length, 2, stderr);
    const missing = await odd.run(['drift']);
    assert.equal(missing.exitCode, 3);
    assert.match(missing.stderr, /error\[stack-not-applied\]/);
  });
});
