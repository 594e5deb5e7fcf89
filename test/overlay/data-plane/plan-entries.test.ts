import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FLOOD_MAC, type ObservedForwarding } from '../../../src/os/netlink-neighbours.ts';
import type { DesiredDataPlane, OverlayEndpoint } from '../../../src/overlay/data-plane/desired-state.ts';
import { type ObservedEntries, planEntries } from '../../../src/overlay/data-plane/plan-entries.ts';
import { type SegmentEntries, segmentEntries } from '../../../src/overlay/data-plane/segment-entries.ts';
import { type EntryStep, NEIGHBOUR_PROTOCOL } from '../../../src/overlay/data-plane/steps.ts';

const HOSTS = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const [A, B] = ['02:00:00:00:00:0a', '02:00:00:00:00:0b'];
const NOTHING: ObservedEntries = { forwarding: [], neighbours: [] };

function entries(endpoints: readonly OverlayEndpoint[], broadcast = false): SegmentEntries {
  const segment = {
    vni: 1,
    bridge: 'b',
    bridgeMac: A,
    mtu: null,
    gateways: [],
    encrypted: false,
    broadcast,
    endpoints,
  };
  const desired: DesiredDataPlane = {
    underlay: { address: HOSTS[0] ?? '', port: 4789, encryptedPort: 4790 },
    hosts: HOSTS,
    segments: [],
  };
  return segmentEntries(desired, segment);
}

function endpoint(mac: string, host: string, ...addresses: readonly string[]): OverlayEndpoint {
  return { mac, host, addresses };
}

/** What the kernel makes of a step, as far as `planEntries` can see it. */
function simulate(before: ObservedEntries, steps: readonly EntryStep[]): ObservedEntries {
  let { forwarding, neighbours } = before;
  for (const step of steps) {
    switch (step.kind) {
      case 'set-forwarding': {
        const made = step.tables.map((table) => ({
          table,
          mac: step.mac,
          vtep: table === 'device' ? step.host : undefined,
          sticky: true,
        }));
        forwarding = [...forwarding.filter((it) => !(it.mac === step.mac && step.tables.includes(it.table))), ...made];
        break;
      }
      case 'delete-forwarding':
        forwarding = forwarding.filter(
          ({ mac, table, vtep }) =>
            !(mac === step.mac && step.tables.includes(table) && (step.host === undefined || vtep === step.host)),
        );
        break;
      case 'add-flood-target': {
        const others = forwarding.filter(({ mac, vtep }) => !(mac === FLOOD_MAC && vtep === step.host));
        const marked = others.map((it) => (it.mac === FLOOD_MAC ? { ...it, sticky: true } : it));
        forwarding = [...marked, { table: 'device', mac: FLOOD_MAC, vtep: step.host, sticky: true }];
        break;
      }
      case 'set-neighbour': {
        const { address, mac } = step;
        const made = { linkIndex: 1, address, mac, permanent: true, protocol: NEIGHBOUR_PROTOCOL };
        neighbours = [...neighbours.filter((it) => it.address !== address), made];
        break;
      }
      case 'delete-neighbour':
        neighbours = neighbours.filter(({ address }) => address !== step.address);
    }
  }
  return { forwarding, neighbours };
}

const host = fc.constantFrom(...HOSTS);
const mac = fc.integer({ min: 1, max: 6 }).map((number) => `02:00:00:00:00:0${number}`);
const address = fc.integer({ min: 1, max: 6 }).map((number) => `10.0.0.${number}`);
const endpoints = fc.array(fc.record({ mac, host, addresses: fc.array(address, { maxLength: 3 }) }), { maxLength: 8 });
const forwarding: fc.Arbitrary<ObservedForwarding> = fc.oneof(
  fc.record({ table: fc.constant('bridge' as const), mac, vtep: fc.constant(undefined), sticky: fc.boolean() }),
  fc.record({
    table: fc.constant('device' as const),
    mac: fc.oneof(mac, fc.constant(FLOOD_MAC)),
    vtep: host,
    sticky: fc.boolean(),
  }),
);
const observed: fc.Arbitrary<ObservedEntries> = fc.record({
  // A table has a MAC once; only the list of flood targets has several hosts, and one mark.
  forwarding: fc
    .uniqueArray(forwarding, {
      maxLength: 10,
      selector: ({ table, mac: key, vtep }) => `${table} ${key} ${key === FLOOD_MAC ? vtep : ''}`,
    })
    .map((list) => {
      const isMarked = list.find((it) => it.mac === FLOOD_MAC)?.sticky ?? false;
      return list.map((it) => (it.mac === FLOOD_MAC ? { ...it, sticky: isMarked } : it));
    }),
  neighbours: fc.uniqueArray(
    fc.record({
      linkIndex: fc.constant(1),
      address,
      mac,
      permanent: fc.boolean(),
      protocol: fc.constantFrom(0, NEIGHBOUR_PROTOCOL),
    }),
    { maxLength: 6, selector: (neighbour) => neighbour.address },
  ),
});

describe('the plan for the entries of a segment', () => {
  test('leads from any state to one in which there is nothing to do', () => {
    fc.assert(
      fc.property(endpoints, fc.boolean(), observed, (list, broadcast, before) => {
        const wanted = entries(list, broadcast);
        const after = simulate(before, planEntries(wanted, before));
        assert.deepEqual(planEntries(wanted, after), []);
        for (const [key, target] of wanted.hostByMac)
          assert.ok(after.forwarding.some((it) => it.mac === key && it.vtep === target));
      }),
      { numRuns: 1000 },
    );
  });

  test('takes nothing away that carries no mark of ours and is in nobody’s way', () => {
    fc.assert(
      fc.property(endpoints, observed, (list, before) => {
        const wanted = entries(list);
        const after = simulate(before, planEntries(wanted, before));
        const foreign = before.forwarding.filter((it) => !it.sticky && !wanted.hostByMac.has(it.mac));
        for (const one of foreign) assert.ok(after.forwarding.includes(one));
        const known = before.neighbours.filter((it) => it.protocol === 0 && !wanted.macByAddress.has(it.address));
        for (const one of known) assert.ok(after.neighbours.includes(one));
      }),
      { numRuns: 1000 },
    );
  });

  test('needs two messages for an endpoint with one address', () => {
    assert.deepEqual(
      planEntries(entries([endpoint(A, '192.0.2.2', '10.0.0.1')]), NOTHING).map((step) => step.kind),
      ['set-forwarding', 'set-neighbour'],
    );
  });

  test('needs one message when a container with the same MAC is on another host', () => {
    const before = simulate(NOTHING, planEntries(entries([endpoint(A, '192.0.2.2', '10.0.0.1')]), NOTHING));
    const steps = planEntries(entries([endpoint(A, '192.0.2.3', '10.0.0.1')]), before);
    assert.deepEqual(steps, [
      { kind: 'set-forwarding', mac: A, host: '192.0.2.3', tables: ['device'], because: 'different' },
    ]);
  });

  test('tells the kernel nothing of endpoints on this host', () => {
    const local = entries([endpoint(A, '192.0.2.1', '10.0.0.1')]);
    assert.deepEqual(planEntries(local, NOTHING), []);
    assert.equal(local.localMacByAddress.get('10.0.0.1'), A);
  });
});

describe('two claims to one thing', () => {
  test('are told, and the later has the address', () => {
    const wanted = entries([endpoint(A, '192.0.2.2', '10.0.0.1'), endpoint(B, '192.0.2.3', '10.0.0.1')]);
    assert.equal(wanted.macByAddress.get('10.0.0.1'), B);
    assert.deepEqual(wanted.conflicts, [{ kind: 'address-twice', vni: 1, address: '10.0.0.1', macs: [A, B] }]);
  });

  test('are told, and the later says where a MAC is', () => {
    const wanted = entries([endpoint(A, '192.0.2.2', '10.0.0.1'), endpoint(A, '192.0.2.3', '10.0.0.2')]);
    assert.deepEqual([...wanted.hostByMac], [[A, '192.0.2.3']]);
    assert.deepEqual([...wanted.macByAddress.keys()], ['10.0.0.2']);
    assert.equal(wanted.conflicts[0]?.kind, 'mac-twice');
  });

  test('that a local container wins leave no entry for the other host', () => {
    const wanted = entries([endpoint(B, '192.0.2.3', '10.0.0.1'), endpoint(A, '192.0.2.1', '10.0.0.1')]);
    assert.equal(wanted.macByAddress.has('10.0.0.1'), false);
  });
});

test('an endpoint on a host that is not known is left out and told', () => {
  const wanted = entries([endpoint(A, '192.0.2.9', '10.0.0.1')]);
  assert.deepEqual([wanted.hostByMac.size, wanted.macByAddress.size], [0, 0]);
  assert.deepEqual(wanted.conflicts, [{ kind: 'unknown-host', vni: 1, mac: A, host: '192.0.2.9' }]);
});

for (const [what, bad] of [
  ['a MAC of a group', endpoint('03:00:00:00:00:01', '192.0.2.2')],
  ['the MAC of the flood list', endpoint(FLOOD_MAC, '192.0.2.2')],
  ['a text that is no MAC', endpoint('02:00', '192.0.2.2')],
  ['an address that is none', endpoint(A, '192.0.2.2', '10.0.0')],
  ['a host that is no address', endpoint(A, 'host')],
] as const) {
  test(`an endpoint with ${what} is left out and told`, () => {
    const wanted = entries([bad, endpoint(B, '192.0.2.2', '10.0.0.2')]);
    assert.deepEqual([...wanted.hostByMac.keys()], [B]);
    assert.deepEqual(wanted.conflicts, [{ kind: 'invalid-endpoint', vni: 1, endpoint: bad }]);
  });
}

test('the same address in two spellings is one', () => {
  const wanted = entries([endpoint(A, '192.0.2.2', '2001:DB8:0::1', '2001:db8::1')]);
  assert.deepEqual([...wanted.macByAddress.keys()], ['2001:db8::1']);
});
