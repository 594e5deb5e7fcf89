import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClaimIndex } from '../../src/reconcile/claim-index.ts';
import { type Claim, collides } from '../../src/reconcile/claims.ts';

const port = fc.integer({ min: 1, max: 6 });
const range = fc.tuple(port, fc.integer({ min: 0, max: 2 })).map(([first, width]) => [first, first + width] as const);
const claims: fc.Arbitrary<Claim> = fc.oneof(
  fc.constantFrom('a', 'b').map((name) => ({ kind: 'name', name }) as const),
  fc.constantFrom('a', 'b').map((network) => ({ kind: 'address', network, ipv4: '10.0.0.2' }) as const),
  fc
    .tuple(range, fc.constantFrom('tcp', 'udp'), fc.constantFrom(null, '127.0.0.1'), fc.constantFrom(null, 'shop/web'))
    .map(([hostPort, protocol, hostIp, sharing]) => ({
      kind: 'port' as const,
      port: { containerPort: 80, protocol, hostIp, hostPort },
      sharing,
    })),
);

test('asking the index is asking everybody', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(claims, fc.nat(5)), { maxLength: 20 }), claims, (held, needed) => {
      const index = new ClaimIndex<number>();
      for (const [claim, holder] of held) index.add(claim, holder);
      const everybody = held.filter(([claim]) => collides(needed, claim)).map(([, holder]) => holder);
      assert.deepEqual(index.against(needed), [...new Set(everybody)]);
    }),
    { numRuns: 1000 },
  );
});

test('holders come in the order in which they were added, whether they hold a port or a range of them', () => {
  const held = (hostPort: readonly [number, number]): Claim => ({
    kind: 'port',
    port: { containerPort: 80, protocol: 'tcp', hostIp: null, hostPort },
    sharing: null,
  });
  const index = new ClaimIndex<string>();
  index.add(held([80, 81]), 'first');
  index.add(held([80, 80]), 'second');
  index.add(held([79, 80]), 'third');
  index.add(held([80, 80]), 'first');
  assert.deepEqual(index.against(held([80, 80])), ['first', 'second', 'third']);
  assert.deepEqual(index.against(held([80, 81])), []);
});
