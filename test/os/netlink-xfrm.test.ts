import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { AF_INET, AF_INET6 } from '../../src/os/ip-address.ts';
import { addAssociation, deleteAssociation, observeAssociations } from '../../src/os/netlink-associations.ts';
import { deletePolicy, type EncryptionPolicy, observePolicies, setPolicy } from '../../src/os/netlink-policies.ts';
import { NetlinkSocket } from '../../src/os/netlink-socket.ts';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';

const ASSOCIATION = {
  from: '192.0.2.1',
  to: '192.0.2.2',
  spi: 0x12345678,
  key: Buffer.from(Array.from({ length: 36 }, (_, index) => index)),
  reqid: 3342,
  port: 4790,
};

/**
 * What iproute2 6.1 sends for this association: ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x12345678 reqid 3342
 * mode transport flag esn replay-window 2048 aead "rfc4106(gcm(aes))" 0x000102… 128 sel src 192.0.2.1/32 dst 192.0.2.2/32 proto udp
 * dport 4790
 */
const BY_IPROUTE = [
  // struct xfrm_selector: to, from, ports, family, lengths, protocol
  'c0000202000000000000000000000000',
  'c0000201000000000000000000000000',
  '12b6ffff00000000 0200 20 20 11 000000 00000000 00000000',
  // struct xfrm_id, the sender, limits, usage, statistics
  'c0000202000000000000000000000000 12345678 32 000000',
  'c0000201000000000000000000000000',
  'f'.repeat(64),
  '0'.repeat(64),
  '0'.repeat(64),
  '0'.repeat(24),
  // sequence, reqid, family, mode, window, flags, padding
  '00000000 0e0d0000 0200 00 00 80 00000000000000',
  // XFRMA_ALG_AEAD
  '70001200 7266633431303628 67636d2861657329 29',
  '0'.repeat(94),
  '20010000 80000000',
  '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223',
  // XFRMA_REPLAY_ESN_VAL
  '1c001700 40000000 00000000000000000000000000000000 00080000',
]
  .join('')
  .replaceAll(' ', '');

test('a key for packets to another host is what iproute2 would make', () => {
  assert.equal(addAssociation(ASSOCIATION).body.toString('hex'), BY_IPROUTE);
});

test('it is deleted by its number, its receiver and its sender', () => {
  const to = 'c0000202000000000000000000000000';
  const from = 'c0000201000000000000000000000000';
  assert.equal(deleteAssociation(ASSOCIATION).body.toString('hex'), `${to}123456780200320014000d00${from}`);
});

test('what a request is about does not tell the key', () => {
  for (const { what } of [addAssociation(ASSOCIATION), deleteAssociation(ASSOCIATION)])
    assert.doesNotMatch(what, /0102/);
});

describe('policies of IPsec', { skip: cannotIsolate }, () => {
  const ip = (...words: string[]) => execFileSync('ip', words, { encoding: 'utf8' });
  const policy = (direction: 'in' | 'out', family: number, own: string): EncryptionPolicy => ({
    direction,
    packets: {
      family,
      from: direction === 'out' ? own : undefined,
      to: direction === 'in' ? own : undefined,
      port: 4790,
    },
    reqid: 3342,
  });
  let socket: NetlinkSocket;
  before(() => {
    socket = new NetlinkSocket('xfrm');
  });
  after(() => socket[Symbol.dispose]());

  for (const [family, own, any] of [
    [AF_INET, '192.0.2.1', '0.0.0.0/0'],
    [AF_INET6, '2001:db8::1', '::/0'],
  ] as const) {
    test(`let packets of ${own} through only as ESP, and are found and deleted`, () => {
      const policies = [policy('in', family, own), policy('out', family, own)];
      // Twice: what is there is replaced.
      socket.request([...policies, ...policies].map(setPolicy));
      assert.deepEqual(
        observePolicies(socket).toSorted((a, b) => (a.direction < b.direction ? -1 : 1)),
        policies,
      );
      const shown = ip('xfrm', 'policy').replaceAll(/\s+/g, ' ');
      const prefix = `${own}/${family === AF_INET ? 32 : 128}`;
      assert.ok(shown.includes(`src ${prefix} dst ${any} proto udp dport 4790 dir out priority 0`), shown);
      assert.ok(shown.includes(`src ${any} dst ${prefix} proto udp dport 4790 dir in priority 0`), shown);
      assert.equal(shown.match(/proto esp reqid 3342 mode transport/g)?.length, 2);
      socket.request(policies.map(deletePolicy));
      assert.equal(ip('xfrm', 'policy'), '');
    });
  }

  test('that others have made are not taken for ours', () => {
    const shape = ['src', '10.0.0.0/8', 'dst', '192.0.2.1/32', 'dir', 'in'];
    ip(
      'xfrm',
      'policy',
      'add',
      ...shape,
      'tmpl',
      'src',
      '192.0.2.9',
      'dst',
      '192.0.2.1',
      'proto',
      'esp',
      'mode',
      'tunnel',
    );
    assert.deepEqual(observePolicies(socket), []);
    ip('xfrm', 'policy', 'flush');
    assert.deepEqual(observeAssociations(socket), []);
  });
});
