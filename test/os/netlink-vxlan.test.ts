import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { observeIpv6Addresses, setAddress } from '../../src/os/netlink-addresses.ts';
import {
  createBridge,
  deleteLink,
  linkIndex,
  observeDetailedLinks,
  setLinkMaster,
  setLinkUp,
} from '../../src/os/netlink-links.ts';
import {
  addFloodTarget,
  deleteForwarding,
  deleteNeighbour,
  FLOOD_MAC,
  observeForwarding,
  observeNeighbours,
  setForwarding,
  setNeighbour,
} from '../../src/os/netlink-neighbours.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import { configureSegmentPort, createVxlan, segmentPort, vxlanDetails } from '../../src/os/netlink-vxlan.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';

const MAC = '02:00:00:00:00:0a';

describe('VXLAN devices and their entries', { skip: cannotIsolate }, () => {
  let socket: NetlinkSocket;
  before(() => {
    socket = new NetlinkSocket();
    socket.request([setLinkUp('lo'), createBridge({ name: 'b0', mac: MAC, mtu: 1450, group: 1 }), setLinkUp('b0')]);
  });
  after(() => socket[Symbol.dispose]());
  const vxlan = (name: string, local: string) =>
    createVxlan({ name, vni: 4097, local, port: 4789, mtu: 1450, mac: '02:00:00:00:00:0b', group: 1 });
  const find = (name: string) => observeDetailedLinks(socket).find(({ link }) => link.name === name);

  for (const local of ['192.0.2.1', '2001:db8::1']) {
    test(`a device over ${local} is what was asked for`, () => {
      socket.request([vxlan('v0', local)]);
      const there = find('v0');
      assert.deepEqual(there && vxlanDetails(there), { vni: 4097, local, port: 4789, learning: false });
      assert.deepEqual([there?.link.mtu, there?.link.mac, there?.link.group], [1450, '02:00:00:00:00:0b', 1]);
      socket.request([deleteLink('v0')]);
    });
  }

  test('one message sets both tables of a MAC, in place of what they said, and one deletes them', () => {
    socket.request([vxlan('v1', '192.0.2.1'), setLinkMaster('v1', linkIndex('b0')), setLinkUp('v1')]);
    const index = linkIndex('v1');
    const entry = { linkIndex: index, mac: '02:00:00:00:00:0c', tables: ['bridge', 'device'] as const };
    for (const vtep of ['192.0.2.2', '192.0.2.3']) socket.request([setForwarding({ ...entry, vtep })]);
    const observed = observeForwarding(socket, index).toSorted((a, b) => (a.table < b.table ? -1 : 1));
    assert.deepEqual(observed, [
      { table: 'bridge', mac: entry.mac, vtep: undefined, sticky: true },
      { table: 'device', mac: entry.mac, vtep: '192.0.2.3', sticky: true },
    ]);
    socket.request([deleteForwarding({ ...entry, vtep: undefined })]);
    assert.deepEqual(observeForwarding(socket, index), []);
    for (const vtep of ['192.0.2.2', '192.0.2.3']) socket.request([addFloodTarget(index, vtep)]);
    socket.request([deleteForwarding({ linkIndex: index, mac: FLOOD_MAC, vtep: '192.0.2.2', tables: ['device'] })]);
    assert.deepEqual(
      observeForwarding(socket, index).map(({ vtep }) => vtep),
      ['192.0.2.3'],
    );
  });

  test('a port is configured as asked for', () => {
    const port = { learning: false, neighbourSuppression: true, unicastFlood: false, broadcastFlood: false };
    assert.notDeepEqual(segmentPort(find('v1')?.port ?? new Map()), port);
    socket.request([configureSegmentPort('v1', port)]);
    assert.deepEqual(segmentPort(find('v1')?.port ?? new Map()), port);
  });

  test('neighbours and addresses of both families are set, observed and deleted', () => {
    const index = linkIndex('b0');
    socket.request([
      setAddress({ linkIndex: index, address: '10.0.0.1', prefixLength: 24 }),
      setAddress({ linkIndex: index, address: 'fd00::1', prefixLength: 64 }),
    ]);
    assert.ok(observeIpv6Addresses(socket).some(({ address }) => address === 'fd00::1'));
    const neighbours = ['10.0.0.2', 'fd00::2'].map((address) => ({ linkIndex: index, address, mac: MAC }));
    socket.request(neighbours.map((neighbour) => setNeighbour(neighbour, 99)));
    const permanent = () => observeNeighbours(socket).filter((neighbour) => neighbour.permanent);
    assert.deepEqual(
      permanent().toSorted((a, b) => (a.address < b.address ? -1 : 1)),
      neighbours.map((neighbour) => ({ ...neighbour, permanent: true, protocol: 99 })),
    );
    socket.request(neighbours.map(deleteNeighbour));
    assert.deepEqual(permanent(), []);
  });

  test('those who try requests get all that were refused, and the rest is done', () => {
    const refused = socket.tryRequests([
      deleteLink('no0'),
      vxlan('v2', '192.0.2.9'),
      deleteLink('no1'),
      setLinkUp('b0'),
    ]);
    assert.deepEqual(
      refused.map(({ request, error }) => `${request.what}: ${error.code}`),
      ['delete link "no0": ENODEV', 'create VXLAN device "v2" with VNI 4097: EEXIST', 'delete link "no1": ENODEV'],
    );
  });
});
