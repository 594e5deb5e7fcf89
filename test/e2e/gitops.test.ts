// examples/gitops: a repository that a machine follows. The demo checks itself; what it says is looked at here once more.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DeploymentSummary } from '../../src/api/deployment-messages.ts';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { findFreePort } from '../support/test-root.ts';
import { needsEngine, Scenario } from './scenario.ts';

const DEMO = fileURLToPath(new URL('../../examples/gitops/demo', import.meta.url));
const run = promisify(execFile);

describe('the example gitops', needsEngine, () => {
  let scenario: Scenario;
  let folder: string;
  let port: number;
  before(async () => {
    scenario = await Scenario.open((root) => ({ DOCKR_GIT_ALLOW: `file://${root.workDirectory}` }));
    folder = scenario.root.makeDirectory('demo');
    port = await findFreePort();
  });
  after(() => scenario?.[Symbol.asyncDispose]());

  /** What a step of the demo prints; throws when it ends with another code than 0. */
  const step = async (name: string): Promise<string> => {
    const env = { ...scenario.dockr.environment, GITOPS_DEMO: folder, BOARD_PORT: String(port) };
    const { stdout, stderr } = await run(DEMO, [name], { env, timeout: 60_000 });
    return stdout + stderr;
  };
  const show = () => scenario.dockr.json<DeploymentSummary>(['deploy', 'show', 'board']);
  const page = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
  const containers = async (): Promise<readonly ContainerSummary[]> => {
    const all = await scenario.dockr.lines<ContainerSummary>(['-p', 'board', 'ps', '--all']);
    return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };
  const head = async (): Promise<string> =>
    (await run('git', ['-C', join(folder, 'board.git'), 'rev-parse', 'main'])).stdout.trim();

  test('what the repository holds is applied', async () => {
    await step('setup');
    await step('add');
    assert.equal(await page(), 'first edition\n');
    const shown = await show();
    assert.deepEqual([shown.applied?.commit, shown.applied?.signer], [await head(), 'ada@example.org']);
  });

  test('so is a good commit', async () => {
    await step('good');
    assert.equal(await page(), 'second edition\n');
    assert.equal((await show()).applied?.commit, await head());
  });

  test('a commit that nobody signed is refused, and nothing changes', async () => {
    const [was, good] = [await containers(), await show()];
    assert.match(await step('unsigned'), /error\[commit-unsigned\]/);
    assert.equal((await show()).error?.error.code, 'commit-unsigned');
    assert.equal((await show()).applied?.commit, good.applied?.commit);
    assert.deepEqual(idsOf(await containers()), idsOf(was));
  });

  test('one that wants more than the policy allows is refused, and nothing changes', async () => {
    const was = await containers();
    assert.match(await step('policy'), /rule "privileged" of this host's policy/);
    assert.deepEqual(idsOf(await containers()), idsOf(was));
  });

  test('one that never gets healthy is rolled back, while the one before serves', async () => {
    const was = await containers();
    const failures: string[] = [];
    let asked = 0;
    const asking = new AbortController();
    const asker = (async () => {
      while (!asking.signal.aborted) {
        asked++;
        const text = await page().catch((error: unknown) => String(error));
        if (text !== 'second edition\n') failures.push(text);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const said = await step('unhealthy').finally(() => asking.abort());
    await asker;
    assert.match(said, /error\[not-ready\]/);
    assert.deepEqual(failures, []);
    assert.ok(asked > 50, `${asked} requests`);
    assert.deepEqual(idsOf(await containers()), idsOf(was));
    assert.equal((await show()).error?.error.code, 'not-ready');
  });

  test('a container that somebody removed comes back by itself', async () => {
    const [clock] = await containers();
    await step('drift');
    const [mended] = await containers();
    assert.deepEqual([mended?.name, mended?.status], ['board-clock-1', 'running']);
    assert.notEqual(mended?.id, clock?.id);
  });

  test('a service that the repository no longer has is removed', async () => {
    await step('prune');
    assert.deepEqual(
      (await containers()).map(({ name }) => name),
      ['board-web-1'],
    );
    assert.equal(await page(), 'second edition\n');
  });

  test('nothing is left at the end', async () => {
    await step('cleanup');
    assert.deepEqual(await containers(), []);
    assert.equal((await scenario.dockr.run(['deploy', 'show', 'board'])).exitCode, 1);
  });
});

function idsOf(containers: readonly ContainerSummary[]): readonly string[] {
  return containers.map(({ id }) => id);
}
