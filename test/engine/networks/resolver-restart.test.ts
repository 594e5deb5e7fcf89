import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openInetSocket } from '../../../src/os/inet-socket.ts';
import { closeDescriptor } from '../../../src/os/libc.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { insideNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { readNftablesGeneration } from '../../../src/os/nftables-generation.ts';
import { type Lab, networkSpec, openLab, outputIn, recordContainer, request, runIn } from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

describe('names in a container after a start of the daemon', { skip: cannotIsolate }, () => {
  const kept = request('kept', ['a']);
  let lab: Lab;
  let namespace: string;

  beforeEach(async () => {
    lab = openLab();
    lab.engine.createNetwork(networkSpec('a'));
    recordContainer(lab.database, kept);
    await lab.engine.attachContainer(kept);
    namespace = lab.engine.namespacePath(kept.containerId);
  });
  afterEach(async () => {
    await lab.engine.detachContainer(kept.containerId);
    await lab.engine.removeNetwork('a');
    await lab.close();
  });

  const rules = () => runIn(namespace, 'nft', 'list', 'table', 'ip', 'dockr_dns').output;
  const generation = () => {
    using socket = insideNetworkNamespace(namespace, () => new NetlinkSocket('netfilter'));
    return readNftablesGeneration(socket);
  };
  const restart = async () => lab.restart().restore([kept.containerId]);
  const isAnswered = async () => {
    const answer = await outputIn(namespace, 'busybox', 'nslookup', 'kept', '127.0.0.11');
    assert.match(answer, new RegExp(`Address.*: ${lab.engine.endpointsOf(kept.containerId)[0]?.ipv4}`));
  };

  test('they are answered at the same ports, and the rules that lead there are left alone', async () => {
    const before = [rules(), generation()];
    await lab.engine.close();
    await restart();
    assert.deepEqual([rules(), generation()], before);
    await isAnswered();
  });

  test('where somebody has taken such a port meanwhile, the rules lead to others', async () => {
    const before = rules();
    const [, taken = ''] = /udp dport 53 dnat to 127\.0\.0\.11:(\d+)/.exec(before) ?? [];
    await lab.engine.close();
    const other = insideNetworkNamespace(namespace, () =>
      openInetSocket({ protocol: 'udp', address: '127.0.0.11', port: Number(taken) }),
    );
    try {
      await restart();
      assert.notEqual(rules(), before);
      await isAnswered();
    } finally {
      closeDescriptor(other);
    }
  });

  test('rules that somebody changed are made anew', async () => {
    await lab.engine.close();
    runIn(namespace, 'nft', 'insert', 'rule', 'ip', 'dockr_dns', 'output', 'ip', 'daddr', '127.0.0.11', 'drop');
    assert.match(rules(), /drop/);
    await restart();
    assert.doesNotMatch(rules(), /drop/);
    await isAnswered();
  });
});
