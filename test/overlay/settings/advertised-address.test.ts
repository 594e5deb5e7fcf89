import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { advertisedAddress } from '../../../src/overlay/settings/advertised-address.ts';
import { runIn } from '../../engine/networks/network-lab.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';

describe('where other hosts reach this one', { skip: cannotIsolate }, () => {
  let socket: NetlinkSocket;

  before(() => {
    socket = new NetlinkSocket();
    runIn(null, 'ip', 'link', 'add', 'lan0', 'type', 'bridge');
    runIn(null, 'ip', 'link', 'set', 'lan0', 'up');
    for (const address of ['169.254.7.7/16', '2001:db8::5/64', '192.0.2.5/24'])
      runIn(null, 'ip', 'addr', 'add', address, 'dev', 'lan0');
    runIn(null, 'ip', 'link', 'add', 'bare0', 'type', 'bridge');
  });
  after(() => socket[Symbol.dispose]());

  test('is the address that is named, in its one form', () => {
    assert.equal(advertisedAddress(socket, '192.0.2.5'), '192.0.2.5');
    assert.equal(advertisedAddress(socket, '2001:DB8:0::5'), '2001:db8::5');
  });

  test('is an address of the interface that is named which others can know', () => {
    assert.equal(advertisedAddress(socket, 'lan0'), '192.0.2.5');
    runIn(null, 'ip', 'addr', 'del', '192.0.2.5/24', 'dev', 'lan0');
    assert.equal(advertisedAddress(socket, 'lan0'), '2001:db8::5');
  });

  for (const [named, message] of [
    ['192.0.2.99', /no link of this host has the address "192\.0\.2\.99", which DOCKR_OVERLAY_ADVERTISE names/],
    ['lan7', /"lan7" is neither an address nor an interface/],
    ['bare0', /interface "bare0" has no address that other hosts could reach/],
  ] as const) {
    test(`is unknown where "${named}" is named, and that is told`, () => {
      assert.throws(() => advertisedAddress(socket, named), { code: 'overlay-address-missing', message });
    });
  }
});
