// What becomes of real stack files in a preview, and what is refused.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkIsolated } from '../../../src/agent/previews/check-isolated.ts';
import { isolateStack } from '../../../src/agent/previews/isolate-stack.ts';
import { createReleaseReader } from '../../../src/agent/release-reader.ts';
import { ErrorList, errorCode } from '../../../src/core/errors.ts';
import { type LoadedStack, loadStack } from '../../../src/stack/load-stack.ts';

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'dockr-isolate-'));
});
after(() => rmSync(directory, { recursive: true }));

async function load(text: string): Promise<LoadedStack> {
  const file = join(directory, 'stack.yml');
  writeFileSync(file, text);
  const reader = createReleaseReader(directory, (path) => path);
  return loadStack({ ...reader, files: [file], projectName: 'shop-x', environment: {}, cwd: directory });
}

const isolated = async (text: string) => isolateStack((await load(text)).stack);

describe('in a preview', () => {
  test('container_name, mac_address and explicit names are left out or its own, and each is told', async () => {
    const { stack, notes } = await isolated(`
services:
  db:
    image: busybox
    container_name: shop-db
    mac_address: 02:42:ac:11:65:43
    volumes: [data:/data, plain:/plain]
    configs: [app]
    networks: { back: { ipv4_address: 10.9.0.5, aliases: [store] } }
networks: { back: { name: shop-back, ipam: { config: [{ subnet: 10.9.0.0/24 }] } } }
volumes: { data: { name: shop-data }, plain: {} }
configs: { app: { name: shop-app, content: x } }
`);
    const db = stack.services['db'];
    assert.ok(db);
    assert.deepEqual(
      [db.containerName, db.macAddress, db.networks['back']?.ipv4Address],
      [undefined, undefined, undefined],
    );
    assert.deepEqual(db.networks['back']?.aliases, ['store']);
    assert.deepEqual(stack.networks['back']?.name, 'shop-x_back');
    assert.deepEqual(stack.networks['back']?.subnets, []);
    assert.deepEqual([stack.volumes['data']?.name, stack.volumes['plain']?.name], ['shop-x_data', 'shop-x_plain']);
    assert.equal(stack.configs['app']?.name, 'shop-x_app');
    assert.deepEqual(
      notes.map(({ path }) => path.join('.')),
      [
        'services.db.container_name',
        'services.db.mac_address',
        'services.db.networks.back',
        'networks.back.name',
        'networks.back.ipam',
        'volumes.data.name',
        'configs.app.name',
      ],
    );
  });

  test('every published port is one that the kernel chooses, at the address that was written', async () => {
    const { stack } = await isolated(`
services:
  web:
    image: busybox
    ports: ["8080:80", "127.0.0.1:9000-9001:9000-9001", "53:53/udp", "443"]
`);
    assert.deepEqual(
      stack.services['web']?.ports.map(({ target, published, hostIp, protocol }) => [
        target,
        published,
        hostIp,
        protocol,
      ]),
      [
        [80, undefined, undefined, 'tcp'],
        [9000, undefined, '127.0.0.1', 'tcp'],
        [9001, undefined, '127.0.0.1', 'tcp'],
        [53, undefined, undefined, 'udp'],
        [443, undefined, undefined, 'tcp'],
      ],
    );
  });

  test('an image that is built has a name of its own wherever it is used, and is pushed to no cache', async () => {
    const { stack } = await isolated(`
services:
  web:
    image: shop-web:latest
    build: { context: ., tags: ["shop-web:live"], cache_to: ["type=registry,ref=registry.example.org/cache"] }
  worker: { image: shop-web }
  other: { image: "shop-web:live" }
  pulled: { image: "redis:7" }
`);
    const images = Object.values(stack.services).map(({ name, image }) => [name, image]);
    assert.deepEqual(images.toSorted(), [
      ['other', 'shop-x-web'],
      ['pulled', 'redis:7'],
      ['web', undefined],
      ['worker', 'shop-x-web'],
    ]);
    const { build } = stack.services['web'] ?? {};
    assert.deepEqual([build?.tags, build?.cacheTo], [[], undefined]);
  });

  test('what is made twice is the same as what is made once', async () => {
    const once = await isolated(`
services: { web: { image: a, build: ., container_name: bb, ports: ["80:80"], volumes: ["vol:/v"] } }
volumes: { vol: { name: w } }
`);
    assert.deepEqual(isolateStack(once.stack), { stack: once.stack, notes: [] });
  });
});

describe('what a preview would share', () => {
  const codes = async (text: string, external: readonly string[] = []): Promise<readonly string[]> => {
    const loaded = await load(text);
    const owners = { ownerOfVolume: () => undefined, isStack: () => false };
    try {
      const { stack } = isolateStack(loaded.stack);
      checkIsolated({ ...loaded, stack }, { ...owners, release: directory, external });
      return [];
    } catch (error) {
      const errors = error instanceof ErrorList ? error.errors : [error];
      return errors.map((one) => `${errorCode(one)} ${(one as { at?: { line: number } }).at?.line}`);
    }
  };
  const service = (line: string): string => `services:\n  web:\n    image: busybox\n    ${line}\n`;

  const shared: Readonly<Record<string, string>> = {
    'the network of the host': service('network_mode: host'),
    'the network of a container': service('network_mode: container:shop-db'),
    'the processes of the host': service('pid: host'),
    'the processes of a container': service('pid: container:shop-db'),
    'the volumes of a container': service('volumes_from: ["container:shop-db"]'),
    'a link to a container': service('external_links: [shop-db]'),
    'a folder of the host': service('volumes: ["/srv/shop:/data"]'),
    'a folder that is only read': service('volumes: ["/srv/shop:/data:ro"]'),
  };
  for (const [what, text] of Object.entries(shared))
    test(`${what} is refused at its place`, async () =>
      assert.deepEqual(await codes(text), ['preview-not-isolated 4']));

  test('a network, a volume, a secret file and a folder by another name are refused, all of them', async () => {
    const text = `
services:
  web: { image: busybox, networks: [front], volumes: ["data:/data", "nfs:/nfs", "bind:/bind"], secrets: [key] }
networks: { front: { external: true, name: proxy } }
volumes:
  data: { external: true, name: shop_data }
  nfs: { driver_opts: { type: nfs, o: "addr=10.0.0.1", device: ":/srv" } }
  bind: { driver_opts: { type: none, o: bind, device: /srv/shop } }
secrets: { key: { file: /etc/shop/key } }
`;
    assert.deepEqual(
      await codes(text),
      [4, 6, 7, 8, 9].map((line) => `preview-not-isolated ${line}`),
    );
    const allowed = ['proxy', 'shop_data', '/srv/shop', '/etc/shop/*'];
    assert.deepEqual(await codes(text, allowed), ['preview-not-isolated 7']);
  });

  test('what lies in the repository, and volumes in memory, are not', async () => {
    const text = `
services:
  web: { image: busybox, volumes: ["./:/data", "mem:/m", "vol:/v"] }
volumes: { mem: { driver_opts: { type: tmpfs, device: tmpfs } }, vol: {} }
`;
    assert.deepEqual(await codes(text), []);
  });
});
