// What a user of `encrypted` gets from a kernel that cannot encrypt, and from one that can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { etcdSkipReason } from '../../support/etcd.ts';
import { FaultLab } from '../../support/overlay/fault-lab.ts';

/** Asked of another program than the one under test. */
function canEncrypt(): boolean {
  const ways = ['src', '127.0.0.1', 'dst', '127.0.0.1', 'proto', 'esp', 'spi', '0x1000', 'mode', 'transport'];
  const cipher = ['aead', 'rfc4106(gcm(aes))', `0x${'00'.repeat(36)}`, '128'];
  if (spawnSync('ip', ['xfrm', 'state', 'add', ...ways, ...cipher]).status !== 0) return false;
  spawnSync('ip', ['xfrm', 'state', 'flush']);
  return true;
}

describe('a network that is to be encrypted', { skip: cannotIsolate || etcdSkipReason(), timeout: 120_000 }, () => {
  test('is refused where the kernel cannot do that, and is as other hosts say where it can', async () => {
    await using lab = await FaultLab.start({ hosts: 1 });
    const [host] = [lab.host(1)];
    const options = { options: { encrypted: '' } };
    if (!canEncrypt()) {
      await assert.rejects(host.create('hidden', options), {
        code: 'overlay-encryption-unsupported',
        message: /the kernel of this host cannot do that: .*AEAD|not supported/,
      });
      assert.deepEqual(
        (await lab.keysInStore()).filter((key) => key.includes('hidden')),
        [],
      );
    } else {
      const { overlay } = await host.create('hidden', options);
      assert.deepEqual(overlay?.options, { encrypted: 'true' });
      await host.remove('hidden');
    }
    // A network in the clear is none the worse.
    await host.create('open');
    await host.remove('open');
    assert.equal(host.host.run('ip', 'xfrm', 'policy') + host.host.run('ip', 'xfrm', 'state'), '');
  });
});
