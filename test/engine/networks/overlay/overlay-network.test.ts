import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OverlayNetworkSpec } from '../../../../src/core/specs.ts';
import { overlayRecord, wantedOverlay } from '../../../../src/engine/networks/overlay/overlay-network.ts';

const SPEC: OverlayNetworkSpec = {
  name: 'shop',
  stack: null,
  key: null,
  driver: 'overlay',
  internal: false,
  subnet: null,
  gateway: null,
  ipRange: null,
  options: {},
  labels: { who: 'cares' },
};
const DEFINITION = { id: 'abc', name: 'shop', vni: 4097, subnets: ['10.93.1.0/24'], options: {} };
const LAN = { cidr: { base: 0x0a5d0000, prefixLength: 16 }, by: 'interface "eth0" of the host', isExclusive: true };

describe('what the store is asked for', () => {
  test('hosts agree on what a container could notice, and not on labels', () => {
    const wanted = wantedOverlay({ ...SPEC, internal: true, options: { vni: '77', mtu: '1400' } }, [LAN]);
    assert.deepEqual(wanted, {
      name: 'shop',
      options: { internal: 'true', mtu: '1400' },
      vni: 77,
      subnets: undefined,
      avoid: ['10.93.0.0/16'],
    });
  });

  test('the first address of the subnet may be named as the gateway', () => {
    const wanted = wantedOverlay({ ...SPEC, subnet: '10.1.0.0/24', gateway: '10.1.0.1' }, []);
    assert.deepEqual(wanted.subnets, ['10.1.0.0/24']);
  });

  test('a network of both families is agreed to be one, and has the subnets that are named', () => {
    const chosen = wantedOverlay({ ...SPEC, ipv6: { subnet: null } }, []);
    assert.deepEqual([chosen.options, chosen.subnets], [{ ipv6: 'true' }, undefined]);
    const named = wantedOverlay({ ...SPEC, subnet: '10.1.0.0/24', ipv6: { subnet: 'fd00:1::/64' } }, []);
    assert.deepEqual(named.subnets, ['10.1.0.0/24', 'fd00:1::/64']);
  });

  test('encryption is asked for in either way, and all hosts must ask for it alike', () => {
    for (const encrypted of ['', 'true'])
      assert.deepEqual(wantedOverlay({ ...SPEC, options: { encrypted } }, []).options, { encrypted: 'true' });
    assert.deepEqual(wantedOverlay({ ...SPEC, options: { encrypted: 'false' } }, []).options, { encrypted: 'false' });
  });

  test('a range of addresses is a matter of each host', () => {
    const wanted = wantedOverlay({ ...SPEC, subnet: '10.1.0.0/24', ipRange: '10.1.0.128/25' }, []);
    assert.deepEqual(wanted, wantedOverlay({ ...SPEC, subnet: '10.1.0.0/24' }, []));
  });

  for (const [change, code] of [
    [{ options: { encrypted: 'aes' } }, 'overlay-unsupported'],
    [{ subnet: '10.1.0.0/24', ipRange: '10.2.0.0/25' }, 'invalid-ip-range'],
    [{ subnet: '10.1.0.0/24', gateway: '10.1.0.9' }, 'overlay-unsupported'],
    [{ subnet: '10.1.0.0/33' }, 'invalid-subnet'],
    [{ options: { vni: '16777216' } }, 'invalid-vni'],
  ] as const) {
    test(`${JSON.stringify(change)} is ${code}`, () => {
      assert.throws(() => wantedOverlay({ ...SPEC, ...change }, []), { code });
    });
  }
});

describe('the record of an overlay network', () => {
  const context = { createdAt: 5, bridgePrefix: 'dk', used: [] };

  test('is the same on all hosts but for the names of links', () => {
    const here = overlayRecord(SPEC, DEFINITION, context);
    const there = overlayRecord(SPEC, DEFINITION, { ...context, createdAt: 6, bridgePrefix: 'xy' });
    assert.equal(here.id, there.id);
    assert.match(here.id, /^[0-9a-f]{64}$/);
    assert.equal(here.gateway, '10.93.1.1');
    assert.deepEqual(here.overlay, DEFINITION);
  });

  test('is refused where the host has the subnet otherwise', () => {
    assert.throws(() => overlayRecord(SPEC, DEFINITION, { ...context, used: [LAN] }), {
      code: 'subnet-overlap',
      message: /interface "eth0"/,
    });
  });
});
