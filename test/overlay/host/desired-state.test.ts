import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { desiredDataPlane, type KnownState, remoteByNetwork } from '../../../src/overlay/host/desired-state.ts';

const definition = { id: 'n1', name: 'shop', vni: 4097, subnets: ['10.93.0.0/24'], options: {} };
const KNOWN: KnownState = {
  node: 'one',
  address: '192.0.2.1',
  port: 4789,
  encryptedPort: 4790,
  networks: [
    {
      definition,
      bridge: 'dk-1',
      bridgeMac: '02:00:00:00:00:01',
      gateway: '10.93.0.1',
      mtu: 1450,
      broadcast: false,
      endpoints: [
        { container: 'a', names: ['a'], aliases: [], address: '10.93.0.2', mac: '02:00:00:00:00:02', rank: 0 },
      ],
    },
  ],
  hosts: [
    { node: 'two', id: 'i2', address: '192.0.2.2' },
    { node: 'one', id: 'i1', address: '192.0.2.1' },
  ],
  endpoints: [
    endpoint('c', 'two', '10.93.0.4'),
    endpoint('b', 'two', '10.93.0.3'),
    // As the store has it of this host, and of one that is not there any more.
    endpoint('a', 'one', '10.93.0.2'),
    endpoint('d', 'three', '10.93.0.5'),
    { ...endpoint('e', 'two', '10.99.0.3'), network: 'n2' },
  ],
};

function endpoint(container: string, node: string, address: string) {
  const mac = `02:00:00:00:00:${address.split('.').at(-1)?.padStart(2, '0')}`;
  return { container, network: 'n1', names: [container], aliases: [], addresses: [address], mac, node, rank: 0 };
}

describe('what a host should have in its kernel', () => {
  test('is its own networks, with the containers of all hosts that are there', () => {
    const { hosts, segments, underlay } = desiredDataPlane(KNOWN);
    assert.deepEqual(underlay, { address: '192.0.2.1', port: 4789, encryptedPort: 4790 });
    assert.deepEqual(hosts, ['192.0.2.1', '192.0.2.2']);
    assert.deepEqual(
      segments.map(({ vni, gateways, endpoints }) => [
        vni,
        gateways,
        endpoints.map(({ mac, host }) => `${mac} ${host}`),
      ]),
      [
        [
          4097,
          [{ address: '10.93.0.1', prefixLength: 24 }],
          // Of two claims the last counts: those of other hosts.
          ['02:00:00:00:00:02 192.0.2.1', '02:00:00:00:00:03 192.0.2.2', '02:00:00:00:00:04 192.0.2.2'],
        ],
      ],
    );
  });
});

describe('whom a host knows by name on others', () => {
  const names = (isReachable: (mac: string, address: string) => boolean) =>
    remoteByNetwork({ ...KNOWN, isReachable })
      .get('shop')
      ?.map(({ container }) => container);

  test('are the containers of others on its own networks', () => {
    assert.deepEqual(
      names(() => true),
      ['b', 'c', 'd'],
    );
  });

  test('are none that the kernel does not know the way to yet', () => {
    assert.deepEqual(
      names((_mac, address) => address === '10.93.0.4'),
      ['c'],
    );
  });
});
