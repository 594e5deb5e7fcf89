// The built program on two hosts: one stack file with `driver: overlay`, of which each host runs a service.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setAddress } from '../../src/os/netlink-addresses.ts';
import { linkIndex } from '../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import { needsRegistry, serveImages } from '../e2e/images.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';
import { TestDockr } from '../support/dockr.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../support/etcd.ts';
import { OverlayLab } from '../support/overlay/overlay-lab.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const STORE_ADDRESS = '192.0.2.254';
const STACK = `
name: shop
services:
  web:
    image: \${IMAGE}
    command: sh -c 'mkdir -p /www && hostname > /www/index.html && exec httpd -f -p 80 -h /www'
    ports: ["8080:80"]
    networks: {mesh: {aliases: [www]}}
  client:
    image: \${IMAGE}
    command: sleep infinity
    networks: [mesh]
networks:
  mesh:
    driver: overlay
    name: mesh
`;

type Host = { readonly root: TestRoot; readonly dockr: TestDockr };

describe('a stack on two hosts', {
  skip: cannotIsolate || etcdSkipReason() || needsRegistry.skip,
  timeout: 170_000,
}, () => {
  let lab: OverlayLab;
  let etcd: Etcd;
  let folder: string;
  const hosts: Host[] = [];

  before(async () => {
    lab = new OverlayLab({ hosts: 2 });
    using socket = new NetlinkSocket();
    socket.request([setAddress({ linkIndex: linkIndex('lan'), address: STORE_ADDRESS, prefixLength: 24 })]);
    etcd = await startEtcd(join(lab.directory, 'etcd'), 1, { places: [{ address: STORE_ADDRESS }] });
    folder = join(lab.directory, 'stack');
    mkdirSync(folder);
    writeFileSync(join(folder, 'compose.yaml'), STACK);
    await using served = await serveImages(join(lab.directory, 'registry'), ['busybox']);
    for (const number of [1, 2]) hosts.push(await openHost(number, served.images.busybox.byTag));
  });

  after(async () => {
    etcd?.member(0).resume();
    for (const { dockr } of hosts) await dockr[Symbol.asyncDispose]();
    for (const { root } of hosts) await root[Symbol.asyncDispose]();
    await etcd?.[Symbol.asyncDispose]();
    await lab?.[Symbol.asyncDispose]();
  });

  async function openHost(number: number, image: string): Promise<Host> {
    const root = await createTestRoot();
    // The registry is on the loopback address of this namespace, where the host is not.
    const fetcher = new TestDockr(root);
    await fetcher.ok(['pull', image]);
    await fetcher[Symbol.asyncDispose]();
    const environment = {
      IMAGE: image,
      DOCKR_OVERLAY_STORE: etcd.endpoints.join(','),
      DOCKR_OVERLAY_ADVERTISE: 'eth0',
      DOCKR_OVERLAY_NODE: `host-${number}`,
      DOCKR_OVERLAY_LEASE: '5',
    };
    return { root, dockr: new TestDockr(root, environment, ['nsenter', `--net=${lab.host(number).namespace}`]) };
  }

  function dockrOf(number: number): TestDockr {
    const host = hosts[number - 1];
    if (!host) throw new Error(`there is no host ${number}`);
    return host.dockr;
  }

  async function fetched(from: number, service: string, url: string): Promise<string> {
    const { stdout } = await dockrOf(from).ok(['exec', '-T', service, 'timeout', '3', 'wget', '-q', '-O', '-', url], {
      cwd: folder,
    });
    return stdout.trim();
  }

  async function keysInStore(): Promise<readonly string[]> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const { kvs = [] } = await etcd.admin('kv/range', { key: base64('/dockr/'), range_end: base64('/dockr0') });
    return (kvs as { key: string }[]).map(({ key }) => Buffer.from(key, 'base64').toString());
  }

  test('has services that reach each other by name, and ports at the host that each is on', async () => {
    await dockrOf(1).ok(['up', '-d', 'web'], { cwd: folder });
    await dockrOf(2).ok(['up', '-d', 'client'], { cwd: folder });
    for (const name of ['web', 'www', 'shop-web-1'])
      assert.match(await waitFor(name, () => fetched(2, 'client', `http://${name}/`)), /^[0-9a-f]{12}$/);
    assert.match(await fetched(2, 'client', `http://${lab.host(1).ipv4}:8080/`), /^[0-9a-f]{12}$/);
    const again = await dockrOf(1).ok(['up', '-d', 'web'], { cwd: folder });
    assert.doesNotMatch(again.stdout + again.stderr, /created|recreated|mesh/i);
  });

  test('is shown as what it is', async () => {
    const nodes = await dockrOf(1).lines<{ name: string; isThis: boolean; endpoints: { network: string }[] }>([
      'node',
      'ls',
    ]);
    assert.deepEqual(
      nodes.map(({ name, isThis, endpoints }) => [name, isThis, endpoints.map(({ network }) => network)]),
      [
        ['host-1', true, ['mesh']],
        ['host-2', false, ['mesh']],
      ],
    );
    const node = await dockrOf(1).json<{ endpoints: { names: string[] }[] }>(['node', 'inspect', 'host-2']);
    assert.ok(node.endpoints[0]?.names.includes('client'));
    const unknown = await dockrOf(1).run(['node', 'inspect', 'host-3']);
    assert.match(unknown.stderr, /there is no host "host-3": there are "host-1", "host-2"/);
    const mesh = await dockrOf(1).json<{ value: { overlay: { vni: number }; elsewhere: { node: string }[] } }>([
      'inspect',
      'mesh',
    ]);
    assert.equal(mesh.value.overlay.vni, 4097);
    assert.deepEqual(
      mesh.value.elsewhere.map(({ node: name }) => name),
      ['host-2'],
    );
    const { stdout } = await dockrOf(1).run(['doctor']);
    assert.doesNotMatch(stdout, /overlay|store-|leftover:/);
  });

  test('has what the doctor says when the store is away, and starts a container anew without it', async () => {
    etcd.member(0).pause();
    const told = async () => /store-unreachable/.test((await dockrOf(1).run(['doctor'])).stdout);
    await waitFor('the doctor to say so', told, { timeoutMs: 30_000, intervalMs: 300 });
    assert.match(await fetched(2, 'client', 'http://web/'), /^[0-9a-f]{12}$/);
    await dockrOf(1).ok(['restart', '-t', '0', 'web'], { cwd: folder });
    assert.match(await waitFor('web', () => fetched(2, 'client', 'http://web/')), /^[0-9a-f]{12}$/);
    etcd.member(0).resume();
    const mended = async () => !/store-|overlay-/.test((await dockrOf(1).run(['doctor'])).stdout);
    await waitFor('the doctor to be content', mended, { timeoutMs: 30_000, intervalMs: 300 });
  });

  test('is gone without a trace after it was taken down', async () => {
    for (const number of [1, 2]) {
      await dockrOf(number).ok(['down', '-t', '0'], { cwd: folder });
      await dockrOf(number).ok(['daemon', 'stop']);
      await waitFor('the end of the daemon', () => dockrOf(number).daemonPid() === null);
    }
    assert.deepEqual(await keysInStore(), []);
    for (const [index, { root }] of hosts.entries()) {
      const host = lab.host(index + 1);
      assert.doesNotMatch(host.run('ip', '-br', 'link'), new RegExp(root.tag));
      assert.doesNotMatch(host.run('nft', 'list', 'tables'), new RegExp(root.tag));
    }
  });

  test('is refused before anything is changed by a daemon that was told of no store', async () => {
    await using root = await createTestRoot();
    await using dockr = new TestDockr(root, { IMAGE: 'none' });
    const refused = await dockr.run(['up', '-d'], { cwd: folder });
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.stderr, /overlay-not-configured.*network "mesh"[\s\S]*DOCKR_OVERLAY_STORE/);
  });
});
