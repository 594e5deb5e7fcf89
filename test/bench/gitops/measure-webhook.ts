// From a webhook to the first thing that is done for its commit.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RELEASE_SPACING_MS } from '../../../src/agent/loop/pace-rounds.ts';
import { SHORTEST_BETWEEN_MS } from '../../../src/agent/webhooks/wake-pace.ts';
import { DeployRig, stackFiles } from '../../agent/deploy-rig.ts';
import { githubDelivery, githubPush, SECRET } from '../../agent/webhooks/webhook-rig.ts';
import { findFreePort } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Row } from '../measure.ts';

const PUSHES = 10;

/** A repository over HTTP, whose commits change one container. */
export async function measureWebhook(): Promise<Row> {
  const port = await findFreePort();
  await using rig = await DeployRig.start(undefined, ({ workDirectory }) => {
    const [secretFile, settings] = [join(workDirectory, 'hook-secret'), join(workDirectory, 'agent.yaml')];
    const hooks = `{ shop: { from: github, secretFile: "${secretFile}" } }`;
    writeFileSync(secretFile, SECRET, { mode: 0o600 });
    writeFileSync(settings, `webhooks: { listen: ${port}, hooks: ${hooks} }`, { mode: 0o600 });
    return { DOCKR_AGENT: settings };
  });
  await rig.repository.push(stackFiles('none'));
  const words = ['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '10h'];
  await rig.dockr.ok(words);
  const samples: number[] = [];
  await rig.dockr.run(['events', '--json'], {
    during: async (child, seen) => {
      for (let push = 0; push < PUSHES; push++) samples.push(await measurePush(rig, { port, push, seen }));
      child.kill('SIGINT');
    },
  });
  return { name: 'webhook to the first step', unit: 'ms', samples: { dockr: samples }, goal: 1000 };
}

type Push = { readonly port: number; readonly push: number; readonly seen: () => string };

async function measurePush(rig: DeployRig, { port, push, seen }: Push): Promise<number> {
  // Deliveries and releases in quick succession wait for each other on purpose.
  await sleep(Math.max(SHORTEST_BETWEEN_MS, RELEASE_SPACING_MS));
  const commit = await rig.repository.push(stackFiles(`push ${push}`));
  const { headers, body } = githubDelivery(SECRET, githubPush({ url: rig.httpUrl, ref: 'refs/heads/main' }));
  const before = seen().length;
  const sent = performance.now();
  await fetch(`http://127.0.0.1:${port}/hooks/shop`, { method: 'POST', headers, body });
  await waitFor('the first step', () => seen().slice(before).includes('shop-web'), { intervalMs: 2 });
  const ms = performance.now() - sent;
  await waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit, { timeoutMs: 30_000 });
  return ms;
}
