import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { PortSpec } from '../../../src/core/specs.ts';
import { PortTakenError } from '../../../src/engine/networks/held-ports.ts';
import { PublishedPorts, releaseHeld } from '../../../src/engine/networks/published-ports.ts';
import { port, runIn } from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

type Change =
  | { readonly kind: 'attach'; readonly id: string; readonly sharing: string | null; readonly port: PortSpec }
  | { readonly kind: 'detach'; readonly id: string }
  | { readonly kind: 'commit' };

const RANGE: PortSpec = { ...port(8100, 80), hostPort: [8100, 8101] };
const ids = fc.constantFrom('a', 'b', 'c', 'd');
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('attach' as const),
        id: ids,
        sharing: fc.constantFrom('shop/web', 'shop/api', null),
        port: fc.constantFrom(port(8080, 80), port(8080, 53, { protocol: 'udp' }), RANGE),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('detach' as const), id: ids }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'commit' } as const) },
  ),
  { maxLength: 25 },
);

type Held = { readonly sharing: string | null; readonly spec: PortSpec; readonly hostPort: number };

/** The real ports beside what should be. */
class Bench {
  readonly ports = new PublishedPorts();
  readonly held = new Map<string, Held>();

  async apply(change: Change): Promise<void> {
    if (change.kind === 'commit') return this.ports.closeIdle();
    if (change.kind === 'attach') return this.#attach(change);
    this.ports.withdraw(change.id);
    this.held.delete(change.id);
  }

  #attach({ id, sharing, port: spec }: Extract<Change, { kind: 'attach' }>): void {
    if (this.held.has(id)) return;
    const mayHave = this.#mayHave(spec, sharing);
    try {
      const claimed = this.ports.hold({ containerId: id, ports: [spec], previous: [], sharing });
      assert.ok(mayHave, `${id} got a port that it may not have`);
      const [record] = this.ports.serve(id, claimed, `10.0.0.${id.charCodeAt(0)}`).records;
      this.held.set(id, { sharing, spec, hostPort: record?.hostPort ?? 0 });
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      assert.ok(!mayHave, `${id} was refused a port that it may have`);
    }
  }

  #mayHave(spec: PortSpec, sharing: string | null): boolean {
    const rivals = [...this.held.values()].filter((other) => other.spec === spec);
    if (spec === RANGE) return rivals.length < 2;
    return rivals.every((other) => sharing !== null && other.sharing === sharing);
  }

  check(): void {
    const told = this.ports.firewallPorts().map(({ protocol, hostPort, backends }) => ({
      key: `${protocol} ${hostPort}`,
      addresses: backends.map(({ address }) => address).sort(),
    }));
    const expected = new Map<string, string[]>();
    for (const [id, { spec, hostPort }] of this.held) {
      const key = `${spec.protocol} ${hostPort}`;
      expected.set(key, [...(expected.get(key) ?? []), `10.0.0.${id.charCodeAt(0)}`].sort());
    }
    assert.deepEqual(new Map(told.map(({ key, addresses }) => [key, addresses])), expected);
  }
}

const SPECS = [port(8080, 80), port(8080, 53, { protocol: 'udp' })];

describe('published ports, after any history', { skip: cannotIsolate }, () => {
  test('belong to those that may share them, and are free when the last has gone', async () => {
    runIn(null, 'ip', 'link', 'set', 'lo', 'up');
    const property = fc.asyncProperty(changes, async (history) => {
      const bench = new Bench();
      try {
        for (const change of history.map(sameSpec)) {
          await bench.apply(change);
          bench.check();
        }
      } catch (error) {
        await bench.ports.close();
        throw error;
      }
      for (const id of ['a', 'b', 'c', 'd']) bench.ports.withdraw(id);
      await bench.ports.closeIdle();
      const others = new PublishedPorts();
      const ports = [...SPECS, { ...port(8100, 80), hostPort: [8101, 8101] as const }];
      releaseHeld(others.hold({ containerId: 'other', ports, previous: [], sharing: null }));
    });
    await fc.assert(property, { numRuns: 150 });
  });
});

/** Equal specs as one object, to be told apart by. */
function sameSpec(change: Change): Change {
  if (change.kind !== 'attach' || change.port === RANGE) return change;
  const spec = SPECS.find(({ protocol }) => protocol === change.port.protocol) ?? change.port;
  return { ...change, port: spec };
}
