import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { RemoteView } from '../../../../src/overlay/host/known/remote-view.ts';
import { ViewFile } from '../../../../src/overlay/host/known/view-file.ts';
import { endpointKey, hostKey } from '../../../../src/overlay/store/keys.ts';
import { type EndpointRecord, encodeRecord } from '../../../../src/overlay/store/records.ts';
import { FakeClock, settled } from '../../../support/fake-clock.ts';
import { MemoryStore } from '../../../support/memory-store.ts';

const GRACE_MS = 35_000;

function endpointOf(container: string, last: number, node = 'far'): EndpointRecord {
  const mac = `02:42:0a:5d:00:0${last}`;
  const addresses = [`10.93.0.${last}`];
  return { container, network: 'n1', names: [container], aliases: [], addresses, mac, node, rank: 0 };
}

describe('what is known of other hosts', () => {
  let directory: string;
  let clock: FakeClock;
  let store: MemoryStore;
  let view: RemoteView;
  let news: string[];
  let failures: unknown[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-view-'));
    clock = new FakeClock();
    store = new MemoryStore(clock);
    failures = [];
  });
  afterEach(async () => {
    await view[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
    assert.deepEqual(failures, []);
  });

  const path = () => join(directory, 'overlay-view.json');

  function open(): RemoteView {
    news = [];
    view = new RemoteView({
      store,
      clock,
      node: 'near',
      graceMs: GRACE_MS,
      file: new ViewFile(path()),
      onNews: (it) => news.push(it),
      onWritten: (failure) => failures.push(...(failure ? [failure] : [])),
    });
    return view;
  }

  async function change(key: string, value: string | undefined): Promise<void> {
    await store.transact({
      conditions: [],
      changes: [value === undefined ? { kind: 'delete', key } : { kind: 'put', key, value }],
      otherwiseGet: [],
      whenUnknown: { kind: 'tell' },
    });
    await settled();
  }

  const enter = (endpoint: EndpointRecord) =>
    change(endpointKey(endpoint.network, endpoint.container), encodeRecord(endpoint));
  const enterHost = (node: string) =>
    change(hostKey(node), encodeRecord({ node, id: `id-${node}`, address: '192.0.2.2' }));
  const containers = () =>
    view
      .endpoints()
      .map(({ container }) => container)
      .sort();

  /** A daemon that has heard of a host with two containers, and ended. */
  async function heardEarlier(): Promise<void> {
    open();
    await settled();
    await enterHost('far');
    await enter(endpointOf('a', 2));
    await enter(endpointOf('b', 3));
    await view[Symbol.asyncDispose]();
  }

  test('is known to the next daemon while the store is away, and is said to be old', async () => {
    await heardEarlier();
    store.setAway(true);
    open();
    await settled();
    assert.equal(view.isKnown, true);
    assert.ok(view.fromEarlier instanceof Date);
    assert.deepEqual(containers(), ['a', 'b']);
    assert.deepEqual(
      view.hosts().map(({ node }) => node),
      ['far'],
    );
  });

  test('is what the store says as soon as it says something', async () => {
    await heardEarlier();
    await change(endpointKey('n1', 'a'), undefined);
    store.setAway(true);
    open();
    await settled();
    assert.deepEqual(containers(), ['a', 'b']);
    store.setAway(false);
    await clock.advance(2000);
    assert.deepEqual(containers(), ['b']);
    assert.equal(view.fromEarlier, undefined);
    assert.equal(view.isInGrace, false);
  });

  test('is on disk a second after it changed, without waiting for the end of the daemon', async () => {
    open();
    await settled();
    await enter(endpointOf('a', 2));
    await clock.advance(1000);
    for (let turn = 0; turn < 100 && !readTextOf(path()).includes('10.93.0.2'); turn++) await setTimeout(20);
    assert.match(readTextOf(path()), /10\.93\.0\.2/);
  });

  for (const [what, text] of [
    ['is cut off', '{"version":1,"identity":"x","hosts":[["'],
    ['is of another version', '{"version":2,"identity":"x","hosts":[],"endpoints":[]}'],
    ['has other things in it', '{"version":1,"identity":"x","hosts":[[1,2]],"endpoints":[]}'],
    ['is null', 'null'],
    ['is too large', ' '.repeat(17 * 1024 * 1024)],
  ] as const)
    test(`is nothing if the file ${what}`, async () => {
      writeFileSync(path(), text);
      store.setAway(true);
      open();
      await settled();
      assert.equal(view.isKnown, false);
      assert.deepEqual(containers(), []);
    });

  test('leaves records out that are not what they should be, or not where', async () => {
    const good = endpointOf('a', 2);
    const endpoints = [
      [endpointKey('n1', 'a'), encodeRecord(good)],
      [endpointKey('n1', 'elsewhere'), encodeRecord(good)],
      [endpointKey('n1', 'c'), encodeRecord({ ...good, container: 'c', mac: 'no MAC' })],
    ];
    writeFileSync(path(), JSON.stringify({ version: 1, identity: 'x', hosts: [], endpoints }));
    store.setAway(true);
    open();
    assert.deepEqual(containers(), ['a']);
  });

  test('outlasts a store that comes back empty, until its time is over', async () => {
    await heardEarlier();
    open();
    await settled();
    store.emptyDisk();
    await clock.advance(3000);
    assert.ok(news.includes('gap'));
    assert.equal(view.isInGrace, true);
    assert.deepEqual(containers(), ['a', 'b']);
    await clock.advance(GRACE_MS - 5000);
    assert.deepEqual(containers(), ['a', 'b']);
    await clock.advance(5000);
    assert.deepEqual([containers(), view.hosts(), view.isInGrace], [[], [], false]);
    assert.equal(news.at(-1), 'changed');
  });

  test('outlasts such a store although the daemon was not there when it came', async () => {
    await heardEarlier();
    store.emptyDisk();
    open();
    await settled();
    assert.equal(view.isInGrace, true);
    assert.deepEqual(containers(), ['a', 'b']);
    await clock.advance(GRACE_MS);
    assert.deepEqual(containers(), []);
  });

  test('is not less on disk while it is entered again', async () => {
    await heardEarlier();
    const before = readTextOf(path());
    store.emptyDisk();
    open();
    await settled();
    await enter(endpointOf('a', 2));
    await clock.advance(2000);
    await view[Symbol.asyncDispose]();
    assert.equal(readTextOf(path()), before);
  });

  test('gives way in such a store, one by one, to what is entered there', async () => {
    await heardEarlier();
    open();
    await settled();
    store.emptyDisk();
    await clock.advance(3000);
    await enter({ ...endpointOf('a', 2), names: ['anew'] });
    assert.deepEqual(view.endpoints().find(({ container }) => container === 'a')?.names, ['anew']);
    // Somebody else has its address: it is not there any more.
    await enter({ ...endpointOf('heir', 3), mac: '02:42:0a:5d:00:99' });
    assert.deepEqual(containers(), ['a', 'heir']);
    await change(endpointKey('n1', 'a'), undefined);
    assert.deepEqual(containers(), ['heir']);
  });

  test('has nothing of this host that the store does not say', async () => {
    open();
    await settled();
    await enter(endpointOf('own', 2, 'near'));
    assert.deepEqual(containers(), ['own']);
    store.emptyDisk();
    await clock.advance(3000);
    assert.deepEqual(containers(), []);
  });

  test('goes on if it cannot be written down, which is told', async () => {
    open();
    await settled();
    rmSync(directory, { recursive: true });
    await enter(endpointOf('a', 2));
    await view[Symbol.asyncDispose]();
    assert.deepEqual(containers(), ['a']);
    assert.match(String(failures.splice(0)), /ENOENT/);
  });
});

function readTextOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
