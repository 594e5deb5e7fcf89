import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { deleteFlow, deleteFlows, findFlows } from '../../src/os/conntrack.ts';
import { boundPort, openInetSocket } from '../../src/os/inet-socket.ts';
import { closeDescriptor } from '../../src/os/libc.ts';
import { LinkChanges } from '../../src/os/link-changes.ts';
import { observeAddresses, observeRoutes, setAddress, setDefaultRoute } from '../../src/os/netlink-addresses.ts';
import {
  createBridge,
  deleteLink,
  deleteLinkGroup,
  linkIndex,
  observeLinks,
  setLinkGroup,
  setLinkUp,
} from '../../src/os/netlink-links.ts';
import { parseAttributes, parseReplies } from '../../src/os/netlink-message.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import {
  createNetworkNamespace,
  insideNetworkNamespace,
  isNetworkNamespace,
  removeNetworkNamespace,
} from '../../src/os/network-namespace.ts';
import { Nftables } from '../../src/os/nftables.ts';
import { readNftablesGeneration } from '../../src/os/nftables-generation.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';

const bridge = (name: string) => createBridge({ name, mac: '02:00:00:00:00:01', mtu: 1400, group: 5 });

test('no bytes make the readers of netlink messages throw or run for ever', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (array) => {
      const bytes = Buffer.from(array);
      parseReplies(bytes);
      parseAttributes(bytes);
    }),
    { numRuns: 2000 },
  );
});

describe('the kernel’s network', { skip: cannotIsolate }, () => {
  let socket: NetlinkSocket;
  let dir: string;
  before(() => {
    socket = new NetlinkSocket();
    socket.request([setLinkUp('lo')]);
    dir = mkdtempSync(join(tmpdir(), 'dockr-netlink-'));
  });
  after(() => {
    socket[Symbol.dispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  test('each change of a link or an address is told of, and nothing else is', () => {
    using changes = new LinkChanges();
    const ip = (...words: string[]): void => {
      const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    };
    const steps = [
      'link add told0 type bridge',
      'link set told0 up',
      'link add told1 type veth peer name told2',
      'link set told1 master told0',
      'link set told1 nomaster',
      'link set told1 mtu 1400',
      'link set told1 address 02:00:00:00:00:09',
      'address add 10.99.0.1/24 dev told0',
      'address del 10.99.0.1/24 dev told0',
      'link set told0 down',
      'link set told1 name told3',
      'link del told2',
      'link del told0',
    ];
    for (const step of steps) {
      const { count } = changes;
      observeLinks(socket);
      observeAddresses(socket);
      assert.equal(changes.count, count);
      ip(...step.split(' '));
      assert.notEqual(changes.count, count, step);
    }
  });

  test('more changes than fit are one', () => {
    using changes = new LinkChanges();
    const { count } = changes;
    for (let turn = 0; turn < 2000; turn++) socket.request([setLinkUp('lo')]);
    for (let turn = 0; turn < 300; turn++) {
      socket.request([bridge('crowd')]);
      socket.request([deleteLink('crowd')]);
    }
    assert.equal(changes.count, count + 1);
    assert.equal(changes.count, count + 1);
  });

  test('the rules have the same generation until somebody changes one', () => {
    using netfilter = new NetlinkSocket('netfilter');
    using nft = new Nftables();
    const read = (): number | undefined => readNftablesGeneration(netfilter);
    const changes = [
      'add table inet own',
      'add chain inet own one',
      'add rule inet own one accept',
      'add set inet own ports { type inet_service; }',
      'add element inet own ports { 80 }',
      'delete element inet own ports { 80 }',
      'flush ruleset',
    ];
    for (const change of changes) {
      const before = read();
      nft.list('list chains');
      assert.ok(before !== undefined && before === read());
      nft.run(change);
      assert.notEqual(read(), before, change);
    }
  });

  test('a bridge is made with the MAC, MTU and group that were asked for', () => {
    socket.request([bridge('t0'), setLinkUp('t0')]);
    const link = observeLinks(socket).find(({ name }) => name === 't0');
    assert.deepEqual(
      [link?.kind, link?.mac, link?.mtu, link?.group, link?.up],
      ['bridge', '02:00:00:00:00:01', 1400, 5, true],
    );
    socket.request([deleteLink('t0')]);
  });
  test('an error names what was attempted and the errno, and the rest of the batch is done', () => {
    assert.throws(() => socket.request([setLinkUp('missing0'), bridge('t1')]), {
      code: 'ENODEV',
      message: /set link "missing0" up/,
    });
    assert.notEqual(linkIndex('t1'), 0);
    socket.request([deleteLink('t1')]);
  });
  test('two hundred requests go in one call', () => {
    socket.request([bridge('t2')]);
    socket.request(Array.from({ length: 200 }, () => setLinkGroup('t2', 9)));
    socket.request([deleteLink('t2')]);
  });
  test('addresses and routes that were set are observed, setting them again is nothing', () => {
    socket.request([bridge('t3'), setLinkUp('t3')]);
    const address = { linkIndex: linkIndex('t3'), address: '10.220.0.1', prefixLength: 24 };
    for (let turn = 0; turn < 2; turn++)
      socket.request([setAddress(address), setDefaultRoute('10.220.0.9', address.linkIndex)]);
    assert.ok(observeAddresses(socket).some((other) => other.address === '10.220.0.1' && other.prefixLength === 24));
    const routes = observeRoutes(socket).map(
      (route) => `${route.destination}/${route.prefixLength} ${route.gateway ?? ''}`,
    );
    assert.deepEqual(routes.toSorted(), ['0.0.0.0/0 10.220.0.9', '10.220.0.0/24 ']);
    socket.request([deleteLink('t3')]);
  });
  test('a group of links goes in one call while the loop runs on', async () => {
    socket.request([bridge('t4'), bridge('t5')]);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await socket.requestAsync([deleteLinkGroup(5)]);
    clearInterval(timer);
    assert.equal(linkIndex('t4') + linkIndex('t5'), 0);
    assert.ok(turns > 0, 'the main thread was not blocked');
  });

  test('a namespace has a name until it is removed, and work inside it leaves the thread at home', () => {
    const path = join(dir, 'ns');
    createNetworkNamespace(path);
    assert.equal(isNetworkNamespace(path), true);
    socket.request([bridge('t6')]);
    assert.equal(
      insideNetworkNamespace(path, () => linkIndex('t6')),
      0,
    );
    assert.throws(
      () =>
        insideNetworkNamespace(path, () => {
          throw new Error('inside');
        }),
      /inside/,
    );
    assert.notEqual(linkIndex('t6'), 0);
    socket.request([deleteLink('t6')]);
    removeNetworkNamespace(path);
    removeNetworkNamespace(path);
    assert.equal(isNetworkNamespace(path), false);
  });
  test('a socket opened inside a namespace stays there', () => {
    const path = join(dir, 'ns2');
    createNetworkNamespace(path);
    using inside = insideNetworkNamespace(path, () => new NetlinkSocket());
    inside.request([bridge('t7')]);
    assert.equal(linkIndex('t7'), 0);
    assert.ok(observeLinks(inside).some(({ name }) => name === 't7'));
    removeNetworkNamespace(path);
  });

  test('a port that is bound is refused with EADDRINUSE', () => {
    const first = openInetSocket({ protocol: 'tcp', address: '127.0.0.1', port: 0 });
    assert.throws(() => openInetSocket({ protocol: 'tcp', address: '0.0.0.0', port: boundPort(first) }), {
      code: 'EADDRINUSE',
    });
    closeDescriptor(first);
    assert.throws(() => openInetSocket({ protocol: 'tcp', address: '203.0.113.77', port: 0 }), {
      code: 'EADDRNOTAVAIL',
    });
  });

  test('nft says what it refuses, and nothing of a refused transaction takes effect', () => {
    using nft = new Nftables();
    assert.throws(() => nft.run('add table inet t\nadd rule inet t missing accept\n'), { code: 'nft-failed' });
    assert.equal(nft.listText('list table inet t'), undefined);
    assert.deepEqual(nft.list('list table inet t'), []);
  });
  test('UDP flows to a port are forgotten, others are kept', async () => {
    using nft = new Nftables();
    nft.run('table inet flows { chain out { type filter hook output priority 0; ct state new accept; }; }\n');
    const sender = createSocket('udp4');
    for (const port of [7001, 7001, 7002]) await new Promise((resolve) => sender.send('x', port, '127.0.0.1', resolve));
    sender.close();
    const none = { udpPorts: new Set<number>(), udpAnsweredBy: new Set<string>(), answeredBy: new Set<string>() };
    assert.equal(deleteFlows({ ...none, udpPorts: new Set([7001]) }), 1);
    assert.equal(deleteFlows({ ...none, udpPorts: new Set([7001]) }), 0);
    assert.equal(deleteFlows({ ...none, udpAnsweredBy: new Set(['127.0.0.1']) }), 1);
  });

  test('flows of any protocol that an address answers are forgotten, others are kept', async () => {
    using nft = new Nftables();
    nft.run('table inet flows { chain out { type filter hook output priority 0; ct state new accept; }; }\n');
    const sender = createSocket('udp4');
    await new Promise((resolve) => sender.send('x', 7003, '127.0.0.9', resolve));
    sender.close();
    const server = createServer((client) => client.end()).listen(7003, '0.0.0.0');
    for (const host of ['127.0.0.8', '127.0.0.9']) await once(connect(7003, host).resume(), 'close');
    server.close();
    const answeredBy = (address: string) => ({
      udpPorts: new Set<number>(),
      udpAnsweredBy: new Set<string>(),
      answeredBy: new Set([address]),
    });
    assert.equal(deleteFlows(answeredBy('127.0.0.9')), 2);
    assert.equal(deleteFlows(answeredBy('127.0.0.9')), 0);
    assert.equal(deleteFlows(answeredBy('127.0.0.8')), 1);
  });

  test('a flow to somebody else is not forgotten in place of the one before between the same ends', async () => {
    using nft = new Nftables();
    using netfilter = new NetlinkSocket('netfilter');
    using sender = closing(createSocket('udp4'));
    const answeredBy = (address: string) => ({
      udpPorts: new Set<number>(),
      udpAnsweredBy: new Set<string>(),
      answeredBy: new Set([address]),
    });
    const leadTo = (address: string) => {
      const rule = `udp dport 7004 dnat ip to ${address}`;
      const chain = `chain out { type nat hook output priority -100; ${rule}; }`;
      nft.run(`add table inet led\ndelete table inet led\ntable inet led { ${chain}; }\n`);
    };
    const send = () => new Promise((resolve) => sender.socket.send('x', 7004, '127.0.0.10', resolve));
    leadTo('127.0.0.11');
    await send();
    const [before, ...others] = findFlows(netfilter, answeredBy('127.0.0.11'));
    assert.ok(before && others.length === 0);
    assert.equal(deleteFlow(netfilter, before), true);
    leadTo('127.0.0.12');
    await send();
    assert.equal(deleteFlow(netfilter, before), false);
    assert.equal(deleteFlows(answeredBy('127.0.0.12')), 1);
  });
});

function closing(socket: Socket): Disposable & { readonly socket: Socket } {
  return { socket, [Symbol.dispose]: () => socket.close() };
}
