// One stack through a series of edits: each time only what changed is touched, and the result works.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { NetworkSummary } from '../../src/api/messages.ts';
import { busyboxImage, extendImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, jsonLines, Scenario, StackUnderTest } from './scenario.ts';

type Service = Readonly<Record<string, unknown>>;
type StackFile = { readonly services: Readonly<Record<string, Service>>; readonly [key: string]: unknown };

describe('a stack that is edited', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let port: number;
  let file: StackFile;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    stack = new StackUnderTest(scenario, scenario.writeFolder('edited', {}));
    edit({
      name: 'edited',
      services: {
        front: { ...web('front'), ports: [`${port}:80`], depends_on: ['back'] },
        back: web('back'),
        side: web('side'),
      },
    });
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const web = (text: string): Service => ({
    image: served.images.busybox.byTag,
    command: ['sh', '-c', `mkdir -p /www && echo ${text} > /www/index.html && exec httpd -f -p 80 -h /www`],
    healthcheck: { test: 'wget -q -O /dev/null http://127.0.0.1/', interval: '50ms' },
  });
  // JSON is YAML.
  const edit = (next: StackFile): void => {
    file = next;
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(next));
  };
  const editService = (name: string, change: Service): void =>
    edit({ ...file, services: { ...file.services, [name]: { ...file.services[name], ...change } } });
  const idsByService = async () =>
    Object.fromEntries((await stack.containers()).map(({ service, id, pid }) => [service, { id, pid }]));
  /** Brings the stack up; gives the services whose container is another now, and those whose process only. */
  const changesOf = async (words: readonly string[] = ['up', '-d', '--wait']) => {
    const before = await idsByService();
    await stack.ok(words);
    const now = await idsByService();
    const names = Object.keys(now).sort();
    const left = await stack.run(['plan']);
    assert.equal(left.exitCode, 0, left.stdout);
    return {
      recreated: names.filter((name) => now[name]?.id !== before[name]?.id),
      restarted: names.filter((name) => now[name]?.id === before[name]?.id && now[name]?.pid !== before[name]?.pid),
    };
  };

  test('up of one service brings what it depends on along, and nothing else', async () => {
    await stack.ok(['up', '-d', '--wait', 'front']);
    assert.deepEqual(Object.keys(await idsByService()).sort(), ['back', 'front']);
    assert.deepEqual(await changesOf(), { recreated: ['side'], restarted: [] });
  });

  test('a changed variable recreates its service, not those that depend on it', async () => {
    editService('back', { environment: { LEVEL: 'debug' } });
    assert.deepEqual(await changesOf(), { recreated: ['back'], restarted: [] });
    assert.equal(await stack.sh('front', 'wget -q -O - http://back/'), 'back');
  });

  test('a dependency with restart: true takes its dependents along', async () => {
    editService('front', { depends_on: { back: { condition: 'service_healthy', restart: true } } });
    await stack.ok(['up', '-d', '--wait']);
    editService('back', { environment: { LEVEL: 'info' } });
    assert.deepEqual(await changesOf(), { recreated: ['back'], restarted: ['front'] });
  });

  test('a port moves from one service to another', async () => {
    editService('front', { ports: [] });
    editService('side', { ports: [`${port}:80`] });
    assert.deepEqual(await changesOf(), { recreated: ['front', 'side'], restarted: [] });
    assert.equal(await get(`http://127.0.0.1:${port}/`), 'side\n');
  });

  test('a network with other settings is made anew, with all that are on it', async () => {
    const subnet = scenario.root.addressPool.replace('.0.0/16', '.99.0/24');
    edit({ ...file, networks: { default: { ipam: { config: [{ subnet }] } } } });
    assert.deepEqual((await changesOf()).recreated, ['back', 'front', 'side']);
    const { stdout } = await stack.ok(['network', 'ls', '--json']);
    const network = jsonLines<NetworkSummary>(stdout).find(({ name }) => name === 'edited_default');
    assert.equal(network?.subnet, subnet);
    assert.equal(await stack.sh('front', 'wget -q -O - http://side/'), 'side');
    assert.equal(await get(`http://127.0.0.1:${port}/`), 'side\n');
  });

  test('a version that cannot start leaves the old one as it was', async () => {
    const before = await idsByService();
    const { command } = file.services['side'] ?? {};
    editService('side', { command: ['/bin/nothing'] });
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /nothing/);
    assert.equal(await waitFor('the old page', () => get(`http://127.0.0.1:${port}/`)), 'side\n');
    assert.equal((await idsByService())['side']?.id, before['side']?.id);
    editService('side', { command });
    assert.deepEqual((await changesOf()).recreated, []);
  });

  test('a tag that stands for another image is taken up when it is asked for', async () => {
    const newer = await extendImage(await busyboxImage(), scenario.root.makeDirectory('newer'), {
      files: { 'etc/edition': 'second\n' },
    });
    await pushImage({ registryUrl: served.registry.url, repository: 'busybox', tag: 'test' }, newer);
    assert.deepEqual(await changesOf(), { recreated: [], restarted: [] });
    const { recreated } = await changesOf(['up', '-d', '--wait', '--pull', 'always']);
    assert.deepEqual(recreated, ['back', 'front', 'side']);
    assert.equal(await stack.sh('back', 'cat /etc/edition'), 'second');
  });

  test('a bridge that somebody deleted comes back, with all that are on it', async () => {
    const { stdout } = await stack.ok(['network', 'ls', '--json']);
    const bridge = jsonLines<NetworkSummary>(stdout).find(({ name }) => name === 'edited_default')?.bridge ?? '';
    execFileSync('ip', ['link', 'delete', bridge]);
    // The daemon may have mended it by itself before this.
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await stack.sh('front', 'wget -q -O - http://back/'), 'back');
    assert.equal(await get(`http://127.0.0.1:${port}/`), 'side\n');
    assert.equal((await stack.run(['plan'])).exitCode, 0);
  });

  test('a service that left the file is warned of, and goes when that is asked for', async () => {
    const { side: _, ...services } = file.services;
    edit({ ...file, services });
    const { stderr } = await stack.ok(['up', '-d']);
    assert.match(stderr, /warning\[.*\]: .*edited-side-1/);
    assert.deepEqual(Object.keys(await idsByService()).sort(), ['back', 'front', 'side']);
    await stack.ok(['up', '-d', '--remove-orphans']);
    assert.deepEqual(Object.keys(await idsByService()).sort(), ['back', 'front']);
    await assert.rejects(get(`http://127.0.0.1:${port}/`));
  });

  test('down needs only the name, when the file is gone', async () => {
    await scenario.dockr.ok(['-p', 'edited', 'down']);
    await stack.checkNothingLeft();
  });
});
