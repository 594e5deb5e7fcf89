import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { openInetSocket } from '../../src/os/inet-socket.ts';
import { closeDescriptor } from '../../src/os/libc.ts';
import { Nftables } from '../../src/os/nftables.ts';

const needsRoot = { skip: process.getuid?.() === 0 ? false : 'needs root for nftables' };

test('nftables work with more than 1024 descriptors open, also again and again', needsRoot, () => {
  using first = new Nftables();
  const open = Array.from({ length: 1200 }, () => openSync('/dev/null', 'r'));
  try {
    for (let round = 0; round < 40; round++) {
      using nft = new Nftables();
      assert.equal(nft.listText('list table inet no_such_table'), undefined);
    }
    assert.equal(first.listText('list table inet no_such_table'), undefined);
    const several = Array.from({ length: 8 }, () => new Nftables());
    for (const nft of several) assert.equal(nft.listText('list table inet no_such_table'), undefined);
    for (const nft of several) nft[Symbol.dispose]();
  } finally {
    for (const fd of open) closeSync(fd);
  }
});

test('sockets that are held for long are out of the range of select()', () => {
  const fd = openInetSocket({ protocol: 'tcp', address: '127.0.0.1', port: 0 });
  closeDescriptor(fd);
  assert.ok(fd >= 1024);
});
