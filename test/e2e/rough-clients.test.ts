// Clients that read slowly, write much or go away, and daemons that are started from odd surroundings.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { jsonLines, Scenario, StackUnderTest } from './scenario.ts';

const LOUD = `
name: loud
services:
  speaker:
    image: \${BUSYBOX}
    command: sh -c 'yes 0123456789012345678901234567890123456789 | head -c 20000000; echo the end; exec sleep infinity'
`;

const TWO = `
name: two
services:
  lasting:
    image: \${BUSYBOX}
    command: sleep infinity
  counting:
    image: \${BUSYBOX}
    command: sh -c 'echo run $$(cat /proc/sys/kernel/random/uuid); exec sleep infinity'
`;

describe('rough clients', needsRegistry, () => {
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

  const stackOf = (name: string, text: string): StackUnderTest =>
    new StackUnderTest(scenario, scenario.writeFolder(name, { 'stack.yml': text }), { BUSYBOX: image });

  const daemonMemory = (): number => {
    const status = readFileSync(`/proc/${scenario.dockr.daemonPid()}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
  };
  const containers = async (): Promise<readonly ContainerSummary[]> =>
    jsonLines((await scenario.dockr.ok(['ps', '--all', '--all-stacks', '--json'])).stdout);

  test('a client that does not read a long log costs the daemon no memory, and gets it all later', async () => {
    const stack = stackOf('loud', LOUD);
    await stack.ok(['up', '-d']);
    await waitFor('the end of the output', async () =>
      (await stack.ok(['logs', '--tail', '1'])).stdout.includes('the end'),
    );
    const before = daemonMemory();
    const { stdout } = await scenario.dockr.ok(['logs', '--no-log-prefix'], {
      cwd: stack.folder,
      environment: { BUSYBOX: image },
      during: async (child, seen) => {
        await waitFor('the first lines', () => seen().length > 0, { intervalMs: 1 });
        child.kill('SIGSTOP');
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const grown = daemonMemory() - before;
        child.kill('SIGCONT');
        assert.ok(grown < 30, `the daemon grew by ${grown} MB`);
      },
    });
    assert.ok(stdout.length > 20_000_000 && stdout.endsWith('the end\n'));
    // A reader that goes in the middle leaves no open file behind, whose collection would end the daemon.
    const daemon = scenario.dockr.daemonPid();
    const logs = (): string[] => openFiles(daemon).filter((path) => path.includes('/log'));
    await runShell(`"$0" -p loud logs | head -n 1`);
    await waitFor('the end of the reading', () => logs().length === 0);
    await stack.ok(['down', '-t', '0']);
  });

  test('input that a command does not read stays with the client, and output waits for its reader', async () => {
    await scenario.dockr.ok(['run', '-d', '--name', 'deaf', image, 'sleep', 'infinity']);
    const before = daemonMemory();
    const feeding = `head -c 200000000 /dev/zero | "$0" exec -i deaf sleep 2`;
    const ended = await new Promise<number>((resolve) => {
      let highest = 0;
      const timer = setInterval(() => {
        highest = Math.max(highest, daemonMemory());
      }, 50);
      void runShell(feeding).then(() => {
        clearInterval(timer);
        resolve(highest);
      });
    });
    assert.ok(ended - before < 80, `the daemon grew by ${ended - before} MB`);
    const counted = await runShell(`head -c 30000000 /dev/zero | "$0" exec -i deaf wc -c`);
    assert.equal(counted.trim(), '30000000');
    // The other way round: what a slow reader has not taken yet is not lost with the command's end.
    const slowly = await runShell(`"$0" exec deaf head -c 3000000 /dev/zero | (sleep 1; wc -c)`);
    assert.equal(slowly.trim(), '3000000');
    await scenario.dockr.ok(['rm', '-f', 'deaf']);
  });

  const openFiles = (pid: number | null): string[] =>
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });

  async function runShell(script: string): Promise<string> {
    const program = join(import.meta.dirname, '../../bin/dockr');
    const child = spawn('sh', ['-c', script, program], {
      env: scenario.dockr.environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    return new Promise((resolve) => child.on('close', () => resolve(text)));
  }

  test('exec ends with its command, though that left something in the background', async () => {
    await scenario.dockr.ok(['run', '-d', '--name', 'host', image, 'sleep', 'infinity']);
    const { stdout, ms } = await scenario.dockr.ok(['exec', 'host', 'sh', '-c', 'sleep 30 & echo begun']);
    assert.equal(stdout, 'begun\n');
    assert.ok(ms < 10_000);
    await scenario.dockr.ok(['rm', '-f', 'host']);
  });

  test('logs -f of a stack goes on with a service that is restarted, without telling a line twice', async () => {
    const stack = stackOf('two', TWO);
    await stack.ok(['up', '-d']);
    const runs = (text: string): string[] => [...text.matchAll(/run (\S+)/g)].map((match) => match[1] ?? '');
    let seen: string[] = [];
    await scenario.dockr.run(['logs', '-f'], {
      cwd: stack.folder,
      environment: { BUSYBOX: image },
      during: async (child, text) => {
        await waitFor('the first run', () => runs(text()).length === 1);
        await stack.ok(['stop', '-t', '0', 'counting']);
        await stack.ok(['start', 'counting']);
        await waitFor('the second run', () => runs(text()).length > 1);
        seen = runs(text());
        child.kill('SIGINT');
      },
    });
    assert.equal(new Set(seen).size, 2);
    assert.equal(seen.length, 2);
    await stack.ok(['down', '-t', '0']);
  });

  test('run --rm removes its container at its end though client and daemon were killed', async () => {
    await scenario.dockr.run(['run', '--rm', '--name', 'orphan', image, 'sh', '-c', 'echo here; sleep 2'], {
      during: async (child, seen) => {
        await waitFor('its first line', () => seen().includes('here'));
        child.kill('SIGKILL');
        process.kill(scenario.dockr.daemonPid() ?? 0, 'SIGKILL');
      },
    });
    await waitFor('its removal', async () => (await containers()).every(({ name }) => name !== 'orphan'));
  });

  test('a name that the engine keeps for itself, or no name at all, is refused', async () => {
    for (const name of ['web#next', '../web', 'x', 'ünï']) {
      const { exitCode, stderr } = await scenario.dockr.run(['run', '--name', name, image, 'true']);
      assert.equal(exitCode, 2, name);
      assert.match(stderr, /bad-container-name/);
    }
  });

  test('a strict umask of whoever starts the daemon keeps no user out of a container', async () => {
    await scenario.dockr.ok(['daemon', 'stop']);
    const program = join(import.meta.dirname, '../../bin/dockr');
    const script = `umask 077; exec "$0" run --rm -u nobody ${image} ls /`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script, program], {
      env: scenario.dockr.environment,
      encoding: 'utf8',
    });
    assert.match(stdout, /bin\n/, stderr);
  });

  test('nobody but root reaches what the daemon keeps', () => {
    assert.equal(statSync(scenario.root.stateDirectory).mode & 0o777, 0o700);
    const database = join(scenario.root.stateDirectory, 'dockr.db');
    assert.throws(() =>
      execFileSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'cat', database], {
        stdio: 'ignore',
      }),
    );
  });
});
