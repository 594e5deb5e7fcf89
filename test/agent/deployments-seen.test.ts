// What somebody sees of deployments who looks at them all the time: the live view, its lines for programs, and the metrics.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DeploymentStatus } from '../../src/ui/deployment-status.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';

const ESC = '\x1b';
const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));
/** Gives a program a terminal. */
const SCRIPT = '/usr/bin/script';

describe('deployments, as they are seen', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let port: number;
  before(async () => {
    port = await findFreePort();
    rig = await DeployRig.start(undefined, () => ({ DOCKR_METRICS: `${port}` }));
    await rig.repository.push(stackFiles('one'));
    await rig.dockr.ok(['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '1h']);
  });
  after(() => rig?.[Symbol.asyncDispose]());

  const BAD = { 'stacks/shop/stack.yml': 'services: { web: { imgae: nginx } }\n' };

  /** A command that runs until `work` has ended; then it is interrupted. */
  async function watching(words: readonly string[], work: (seen: () => string) => Promise<void>): Promise<string> {
    const { stdout, stderr, exitCode } = await rig.dockr.run(words, {
      during: async (child, seen) => {
        await work(seen);
        child.kill('SIGINT');
      },
    });
    assert.equal(exitCode, 130, `${stdout}\n${stderr}`);
    return stdout;
  }

  let mended = 0;
  async function breakAndMend(seen: () => string): Promise<void> {
    await waitFor('the first state', () => seen().includes('shop'));
    await rig.repository.push(BAD);
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    await waitFor('the failure', () => seen().includes('unknown-key'));
    // Another one each time, so that there is something to do.
    mended++;
    await rig.repository.push(stackFiles(`mended ${mended}`));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
  }

  test('without --watch, one look', async () => {
    const { stdout } = await rig.dockr.ok(['deploy', 'status']);
    assert.match(stdout, /^1 deployment: 1 ready\nNAME .*\nshop {2}ready {2}[0-9a-f]{8} {2}1\/1 /);
  });

  test('where no terminal is, there is a line for each change', async () => {
    const output = await watching(['deploy', 'status', '-w'], async (seen) => {
      await breakAndMend(seen);
      await waitFor('the end', () => /unknown-key[\s\S]* shop ready \w+ 1\/1\n/.test(seen()));
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
    assert.doesNotMatch(output, /[\x00-\x09\x0b-\x1f]/);
    assert.ok(
      output.split('\n').every((line) => line === '' || / shop /.test(line)),
      output,
    );
  });

  test('for programs there is one JSON value for each change', async () => {
    const output = await watching(['deploy', 'status', '--watch', '--json'], async (seen) => {
      await breakAndMend(seen);
      await waitFor('the end', () => /unknown-key[\s\S]*"state":"ready"/.test(seen()));
    });
    const values = output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as DeploymentStatus);
    const states = values.map(({ deployment: { state } }) => state);
    assert.deepEqual([states[0], states.includes('stalled'), states.at(-1)], ['ready', true, 'ready']);
  });

  test('a daemon that is killed is waited for', async () => {
    await watching(['deploy', 'status', '-w', '--json'], async (seen) => {
      await waitFor('the first state', () => seen().includes('shop'));
      const pid = rig.dockr.daemonPid();
      assert.ok(pid);
      process.kill(pid, 'SIGKILL');
      await waitFor('another daemon', () => ![pid, null].includes(rig.dockr.daemonPid()));
      await rig.dockr.ok(['deploy', 'suspend', 'shop']);
      await waitFor('its state', () => seen().includes('"state":"suspended"'));
      await rig.dockr.ok(['deploy', 'resume', 'shop']);
    });
  });

  test('on a terminal of 80 columns the view is drawn again in place', { skip: !existsSync(SCRIPT) }, async () => {
    const child = spawn(SCRIPT, ['-qefc', `stty cols 80 rows 24; exec ${PROGRAM} deploy status -w`, '/dev/null'], {
      env: { ...rig.dockr.environment, TERM: 'xterm' },
      cwd: rig.root.workDirectory,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await breakAndMend(() => seen);
    await waitFor('the end', () => /unknown-key[\s\S]*ready[^\n]*1\/1/.test(seen));
    // As a person ends it: by the terminal.
    child.stdin.write('\x03');
    await ended;
    const withoutSequences = seen.replaceAll(new RegExp(`${ESC}\\[[?\\d;]*[a-zA-Z]`, 'g'), '');
    assert.ok(withoutSequences.split(/\r?\n/).every((line) => line.trim().length <= 80));
    assert.ok(seen.includes(`${ESC}[3A`), 'drawn over the three lines before');
    assert.ok(!seen.includes(`${ESC}[2J`), 'never cleared as a whole');
    assert.ok(seen.includes(`${ESC}[?25h`), 'the cursor is back');
  });

  test('metrics are on the loopback address, and tell the same', async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(text, /^dockr_deployment_state\{deployment="shop",state="ready"\} 1$/m);
    assert.match(text, /^dockr_containers\{state="running",health="none"\} 1$/m);
    assert.match(text, /^dockr_deployment_last_applied_timestamp_seconds\{deployment="shop"\} 1\d{9}/m);
    assert.match(text, /^dockr_deployment_rounds_total\{deployment="shop",result="applied"\} \d+$/m);
    assert.match(text, /^dockr_deployment_failures_total\{reason="unknown-key"\} \d+$/m);
    assert.match(text, /^dockr_build_cache_steps [1-9]/m);
    assert.match(text, /^dockr_container_events_total\{action="started"\} \d+$/m);
  });

  test('a deployment that is removed is in no metric any more', async () => {
    await rig.dockr.ok(['deploy', 'rm', '--down', 'shop']);
    await waitFor(
      'its end',
      async () => !(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).includes('"shop"'),
    );
  });
});
