import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownState } from '../../../src/overlay/host/desired-state.ts';
import type { LocalNetwork } from '../../../src/overlay/overlay.ts';
import { choosePaths } from '../../../src/overlay/probe/choose-paths.ts';
import { probeProblems } from '../../../src/overlay/probe/probe-hosts.ts';
import type { EndpointRecord } from '../../../src/overlay/store/records.ts';

const MAC = '02:42:0a:5d:00:0';

function network(id: string, mtu: number, owners: readonly number[]): LocalNetwork {
  return {
    definition: { id, name: `net-${id}`, vni: 4097, subnets: ['10.93.0.0/24'], options: {} },
    bridge: 'dkt-1',
    bridgeMac: `${MAC}1`,
    gateway: '10.93.0.1',
    mtu,
    broadcast: false,
    endpoints: owners.map((number) => ({
      container: `own${number}`,
      names: ['web'],
      aliases: [],
      address: `10.93.0.${number}`,
      mac: `${MAC}${number}`,
      rank: 0,
    })),
  };
}

function remote(node: string, id: string, number: number): EndpointRecord {
  const addresses = [`10.93.0.${number}`];
  return {
    node,
    network: id,
    container: `c${number}`,
    names: [],
    aliases: [],
    addresses,
    mac: `${MAC}${number}`,
    rank: 0,
  };
}

function known(networks: readonly LocalNetwork[], endpoints: readonly EndpointRecord[]): KnownState {
  const hosts = ['a', 'b', 'c'].map((node, index) => ({ node, id: node, address: `192.0.2.${index + 1}` }));
  return { node: 'a', address: '192.0.2.1', port: 4789, encryptedPort: 4790, networks, hosts, endpoints };
}

test('each other host is asked through the widest network that both have containers on', () => {
  const networks = [network('n1', 1400, [2]), network('n2', 1450, [3])];
  const endpoints = [remote('b', 'n1', 4), remote('b', 'n2', 5), remote('c', 'n1', 6)];
  const paths = choosePaths(known(networks, endpoints), 'dkt');
  assert.deepEqual(
    paths.map(({ node, network: name, mtu, from, to }) => [
      node,
      name,
      mtu,
      from.address,
      to.map(({ address }) => address),
    ]),
    [
      ['b', 'net-n2', 1450, '10.93.0.3', ['10.93.0.5']],
      ['c', 'net-n1', 1400, '10.93.0.2', ['10.93.0.6']],
    ],
  );
});

test('a host that nothing can be asked of is left alone, and so are more than three containers of one', () => {
  const without = choosePaths(known([network('n1', 1450, [])], [remote('b', 'n1', 4)]), 'dkt');
  assert.deepEqual(without, []);
  const many = [4, 5, 6, 7].map((number) => remote('b', 'n1', number));
  const [path, ...more] = choosePaths(known([network('n1', 1450, [2])], many), 'dkt');
  assert.deepEqual([path?.to.length, more], [3, []]);
});

test('what is told counts with the headers of the family between the hosts', () => {
  const [path] = choosePaths(known([network('n1', 1430, [2])], [remote('b', 'n1', 4)]), 'dkt');
  assert.ok(path);
  const [told] = probeProblems({ ...path, address: '2001:db8::2' }, { kind: 'narrow', passes: 1330 });
  assert.match(told?.message ?? '', /packets of 1500 bytes .* have 1400$/);
  assert.match(told?.hint ?? '', /mtu: "1330"/);
  assert.deepEqual(probeProblems(path, { kind: 'open' }), []);
});

test('through an encrypted network the port is that of such networks', () => {
  const clear = network('n1', 1400, [2]);
  const encrypted = { ...clear, definition: { ...clear.definition, options: { encrypted: 'true' } } };
  const endpoints = [remote('b', 'n1', 4)];
  const ways = [clear, encrypted].flatMap((one) => choosePaths(known([one], endpoints), 'dkt'));
  assert.deepEqual(
    ways.map(({ port, isEncrypted }) => [port, isEncrypted]),
    [
      [4789, false],
      [4790, true],
    ],
  );
});
