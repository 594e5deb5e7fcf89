// The built program: two branches beside their parent, each at a port of its own, with real git and real containers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { PreviewSummary } from '../../../src/api/deployment-messages.ts';
import type { VolumeSummary } from '../../../src/api/messages.ts';
import { findFreePort } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';

/** Serves its page, and keeps a file in a volume with a name that it chose itself. */
function shop(page: string, port: number) {
  const { 'image/Dockerfile': dockerfile, 'image/busybox': busybox } = stackFiles('');
  return {
    'stack.yml': `
services:
  web:
    image: shop-image
    build: ./image
    container_name: shop-front
    command: ["/busybox", "sh", "-c", "echo ${page} >> /data/pages; exec /busybox httpd -f -p 80 -h /www"]
    ports: ["127.0.0.1:${port}:80"]
    stop_grace_period: 0s
    volumes: ["./www:/www:ro", "data:/data"]
volumes: { data: { name: shop-data } }
`,
    'www/index.html': `${page}\n`,
    'image/Dockerfile': dockerfile,
    'image/busybox': busybox,
  };
}

describe('previews of two branches', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let port: number;
  before(async () => {
    port = await findFreePort();
    const policy = 'rules:\n  externalVolumes: [shop-data]\n';
    rig = await DeployRig.start(policy);
    await rig.repository.push(shop('main', port));
    await rig.repository.push(shop('cart', port), 'feature/cart');
    await rig.repository.push(shop('login', port), 'feature/login');
    const words = ['deploy', 'add', 'shop', '--git', rig.repository.url, '--branch', 'main', '--interval', '2s'];
    await rig.dockr.ok(words);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const previews = async (): Promise<readonly PreviewSummary[]> => {
    const { stdout } = await rig.dockr.ok(['deploy', 'preview', 'list', 'shop', '--format', 'json']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as PreviewSummary);
  };
  const volumes = async (): Promise<readonly string[]> => {
    const { stdout } = await rig.dockr.ok(['volume', 'ls', '--format', 'json']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => (JSON.parse(line) as VolumeSummary).name).toSorted();
  };
  const pageAt = async (at: number): Promise<string> => (await (await fetch(`http://127.0.0.1:${at}/`)).text()).trim();
  const isServing = (at: number): Promise<boolean> =>
    pageAt(at).then(
      (page) => page !== '',
      () => false,
    );
  const portOf = (preview: PreviewSummary | undefined): number => preview?.addresses[0]?.hostPort ?? 0;

  test('serve beside their parent, each at a port that is told', async () => {
    const { stdout, stderr } = await rig.dockr.ok([
      'deploy',
      'preview',
      'shop',
      '--branch',
      'feature/cart',
      '--ttl',
      '35s',
    ]);
    const [, told = ''] = /^ {2}web 127\.0\.0\.1:([0-9]+)->80\/tcp$/m.exec(stdout) ?? [];
    assert.match(stdout, /^"shop-feature-cart" runs [0-9a-f]{40}, and ends in (?:2|3)[0-9]s\n/);
    assert.match(stderr, /"services\.web\.container_name": "shop-front" is left out/);
    await rig.dockr.ok(['deploy', 'preview', 'shop', '--branch', 'feature/login']);
    const [cart, login] = await previews();
    assert.equal(String(portOf(cart)), told);
    assert.equal(new Set([port, portOf(cart), portOf(login)]).size, 3);
    await waitFor('all three', async () =>
      (await Promise.all([port, portOf(cart), portOf(login)].map(isServing))).every(Boolean),
    );
    const pages = await Promise.all([port, portOf(cart), portOf(login)].map(pageAt));
    assert.deepEqual(pages, ['main', 'cart', 'login']);
  });

  test('are told what they are of and when they end, and refuse what has no sense', async () => {
    const { stdout } = await rig.dockr.ok(['deploy', 'show', 'shop-feature-cart']);
    assert.match(stdout, /^origin +preview of shop\nends +20[0-9-]+ [0-9:]+ UTC\n/m);
    assert.match(stdout, /^follows +feature\/cart\n/m);
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['preview', 'shop'], 'missing-option'],
      [['preview', 'shop', '--branch', 'x', '--pull-request', '1'], 'conflicting-options'],
      [['preview', 'shop', '--branch', 'x', '--ttl', 'soon'], 'wrong-value'],
      [['preview', 'shop', '--branch', 'x', '--ttl', '9999h'], 'wrong-value'],
      [['preview', 'shop', '--branch', 'nowhere'], 'branch-not-found'],
      [['preview', 'shop', '--pull-request', '99'], 'pull-request-not-found'],
      [['preview', 'shap', '--branch', 'main'], 'no-such-deployment'],
      [['preview', 'rm', 'shop'], 'not-a-preview'],
      [['rm', 'shop-feature-cart'], 'declared-elsewhere'],
    ];
    for (const [words, code] of cases) {
      const { exitCode, stderr } = await rig.dockr.run(['deploy', ...words]);
      assert.match(stderr, new RegExp(`^error\\[${code}\\]`), words.join(' '));
      assert.notEqual(exitCode, 0);
    }
    assert.equal((await previews()).length, 2);
  });

  test('have volumes and images of their own, and leave those of their parent as they are', async () => {
    assert.deepEqual(await volumes(), ['shop-data', 'shop-feature-cart_data', 'shop-feature-login_data']);
    const kept = await rig.output('shop', ['/busybox', 'cat', '/data/pages']);
    assert.equal(kept, 'main');
    assert.equal(await rig.output('shop-feature-cart', ['/busybox', 'cat', '/data/pages']), 'cart');
    const { stdout } = await rig.dockr.ok(['images', '--json']);
    for (const name of ['shop-image', 'shop-feature-cart-web', 'shop-feature-login-web'])
      assert.ok(stdout.includes(name));
  });

  test('one ends with its time, across a restart of the daemon, the other with its branch, each with its volume alone', async () => {
    await rig.dockr.ok(['daemon', 'stop']);
    await rig.repository.git(['push', '--quiet', rig.repository.path, ':refs/heads/feature/login']);
    const ends = async (name: string, volume: string): Promise<void> => {
      const isThere = async () => (await previews()).some((preview) => preview.name === name);
      await waitFor('the end', async () => !(await isThere()), { timeoutMs: 120_000, intervalMs: 500 });
      assert.ok(!(await volumes()).includes(volume));
      assert.deepEqual(await rig.containers(name), []);
    };
    await Promise.all([
      ends('shop-feature-cart', 'shop-feature-cart_data'),
      ends('shop-feature-login', 'shop-feature-login_data'),
    ]);
    assert.deepEqual(await volumes(), ['shop-data']);
    assert.equal(await pageAt(port), 'main');
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/data/pages']), 'main');
    assert.equal((await rig.show('shop')).state, 'ready');
  });

  test('a pull request is one by its number, as each kind of forge keeps it', async () => {
    for (const [number, ref] of [
      [3, 'refs/pull/3/head'],
      [4, 'refs/merge-requests/4/head'],
    ] as const) {
      await rig.repository.git(['push', '--quiet', rig.repository.path, `HEAD:${ref}`]);
      await rig.dockr.ok(['deploy', 'preview', 'shop', '--pull-request', String(number)]);
      const [preview] = await previews();
      assert.deepEqual([preview?.name, preview?.state], [`shop-pr-${number}`, 'ready']);
      await waitFor('it', () => isServing(portOf(preview)));
      assert.equal(await pageAt(portOf(preview)), 'login');
      await rig.dockr.ok(['deploy', 'preview', 'rm', `shop-pr-${number}`]);
    }
    assert.deepEqual(await volumes(), ['shop-data']);
  });
});
