// A real daemon with a listener: a push and its delivery, and what is deployed by it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';
import { githubDelivery, githubPush, SECRET } from './webhook-rig.ts';

describe('a deployment with a webhook', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let port: number;
  let metricsPort: number;
  before(async () => {
    port = await findFreePort();
    metricsPort = await findFreePort();
    rig = await DeployRig.start(undefined, ({ workDirectory }) => {
      const secretFile = join(workDirectory, 'hook-secret');
      const settings = join(workDirectory, 'agent.yaml');
      writeFileSync(secretFile, SECRET, { mode: 0o600 });
      writeFileSync(
        settings,
        `webhooks: { listen: ${port}, hooks: { shop: { from: github, secretFile: "${secretFile}" } } }`,
        { mode: 0o600 },
      );
      return { DOCKR_AGENT: settings, DOCKR_METRICS: `${metricsPort}` };
    });
    const commit = await rig.repository.push(stackFiles('one'));
    await rig.dockr.ok([
      ...['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '10h'],
    ]);
    assert.equal((await rig.show('shop')).applied?.commit, commit);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const deliver = (secret: string) => {
    const { headers, body } = githubDelivery(secret, githubPush({ url: rig.httpUrl, ref: 'refs/heads/main' }));
    return fetch(`http://127.0.0.1:${port}/hooks/shop`, { method: 'POST', headers, body });
  };

  test('a push is deployed when its delivery comes, long before the interval is over', async () => {
    const commit = await rig.repository.push(stackFiles('two'));
    assert.equal((await deliver(SECRET)).status, 202);
    await waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit, { timeoutMs: 20_000 });
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'two');
  });

  test('a forged delivery deploys nothing', async () => {
    const before = await rig.show('shop');
    await rig.repository.push(stackFiles('three'));
    assert.equal((await deliver('not-the-secret-of-this-hook')).status, 401);
    const now = await rig.show('shop');
    assert.deepEqual([now.applied, now.attempted, now.state], [before.applied, before.attempted, 'ready']);
  });

  test('while suspended, a delivery wakes nothing', async () => {
    await rig.dockr.ok(['deploy', 'suspend', 'shop']);
    const before = await rig.show('shop');
    assert.equal((await deliver(SECRET)).status, 202);
    assert.deepEqual((await rig.show('shop')).applied, before.applied);
  });

  test('what was taken and what was refused is in the metrics', async () => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const series = text.split('\n').filter((line) => line.startsWith('dockr_webhook_deliveries_total{'));
    assert.deepEqual(series.toSorted(), [
      'dockr_webhook_deliveries_total{receiver="github",result="accepted"} 2',
      'dockr_webhook_deliveries_total{receiver="github",result="refused"} 1',
    ]);
  });
});
