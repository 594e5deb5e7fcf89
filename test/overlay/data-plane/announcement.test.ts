import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement } from '../../../src/overlay/data-plane/announcement.ts';

test('an IPv4 address is announced by an ARP request for itself', () => {
  const frame = announcement('10.77.0.12', '02:42:0a:4d:00:0c').toString('hex');
  const ethernet = 'ffffffffffff02420a4d000c0806';
  assert.equal(frame, `${ethernet}000108000604000102420a4d000c0a4d000c0000000000000a4d000c`);
});

test('an IPv6 address is announced by an advertisement that overrides what is known', () => {
  const frame = announcement('fd77::12', '02:42:0a:4d:00:0c');
  const [ethernet, ip, icmp] = [frame.subarray(0, 14), frame.subarray(14, 54), frame.subarray(54)];
  assert.equal(ethernet.toString('hex'), '33330000000102420a4d000c86dd');
  assert.equal(ip.toString('hex'), `6000000000203aff${ADDRESS}${ALL_NODES}`);
  assert.equal(icmp.subarray(0, 2).toString('hex'), '8800');
  assert.equal(icmp.subarray(4).toString('hex'), `20000000${ADDRESS}020102420a4d000c`);
  assert.equal(
    onesComplementSum(Buffer.concat([ip.subarray(8), Buffer.from([0, 0, 0, 32, 0, 0, 0, 58]), icmp])),
    0xffff,
  );
});

const ADDRESS = 'fd770000000000000000000000000012';
const ALL_NODES = 'ff020000000000000000000000000001';

/** Of a message with its pseudo-header, checksum included: all ones if that is right (RFC 1071). */
function onesComplementSum(bytes: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) sum += bytes.readUInt16BE(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}
