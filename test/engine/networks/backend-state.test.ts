import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DnsZone } from '../../../src/engine/networks/dns/dns-zone.ts';
import { type Health, type Intent, inService } from '../../../src/engine/networks/traffic/backend-state.ts';
import { TrafficStates } from '../../../src/engine/networks/traffic/traffic-states.ts';

type Event =
  | { readonly kind: 'join' | 'start' | 'exit' | 'leave'; readonly id: string }
  | { readonly kind: 'told'; readonly id: string; readonly intent: Intent }
  | { readonly kind: 'health'; readonly id: string; readonly health: Health };

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const events: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('join' as const, 'start' as const, 'exit' as const, 'leave' as const), id: ids }),
    fc.record({ kind: fc.constant('told' as const), id: ids, intent: fc.constantFrom('auto', 'held', 'draining') }),
    fc.record({
      kind: fc.constant('health' as const),
      id: ids,
      health: fc.constantFrom('none', 'starting', 'healthy', 'unhealthy'),
    }),
  ),
  { maxLength: 40 },
);

/** The members of a port and of a name, as the network engine keeps them. */
class Bench {
  readonly states = new TrafficStates(new Map());
  readonly members = new Set<string>();
  readonly zone = new DnsZone({
    rankOf: (id) => this.states.rankOf(id),
    shareOf: (id) => this.states.shareOf(id),
  });

  constructor() {
    const asker = { containerId: 'asker', network: 'n', ipv4: '10.0.0.1', containerName: 'asker', names: ['asker'] };
    this.zone.setEndpoints('asker', [asker]);
  }

  apply(event: Event): void {
    const { id } = event;
    if (event.kind === 'told') this.states.setIntent(id, event.intent);
    if (event.kind === 'join') this.#join(id);
    if (!this.members.has(id)) return;
    if (event.kind === 'health') this.states.setHealth(id, event.health);
    if (event.kind === 'leave') this.#leave(id);
    if (event.kind !== 'start' && event.kind !== 'exit') return;
    this.states.setRunning(id, event.kind === 'start');
    this.zone.setReachable(id, event.kind === 'start');
  }

  chosen(): string[] {
    return inService(this.members, (id) => this.states.rankOf(id));
  }

  named(name: string): string[] {
    const lookup = this.zone.lookup('asker', name);
    return lookup.kind === 'known' ? lookup.addresses.map((address) => address.slice('addr-'.length)).sort() : [];
  }

  #join(id: string): void {
    this.members.add(id);
    const endpoint = { containerId: id, network: 'n', ipv4: `addr-${id}`, containerName: `web-${id}` };
    this.zone.setEndpoints(id, [{ ...endpoint, names: ['web'] }]);
  }

  #leave(id: string): void {
    this.members.delete(id);
    this.states.leave(id);
    this.zone.remove(id);
  }
}

function afterEach(check: (bench: Bench) => void): void {
  const property = fc.property(events, (history) => {
    const bench = new Bench();
    for (const event of history) {
      bench.apply(event);
      check(bench);
    }
  });
  fc.assert(property, { numRuns: 500 });
}

describe('who gets new connections, after any history', () => {
  test('somebody, as long as there is anybody', () => {
    afterEach((bench) => assert.equal(bench.chosen().length > 0, bench.members.size > 0));
  });

  test('everybody who serves and nobody else, while one does', () => {
    afterEach((bench) => {
      const serving = [...bench.members].filter((id) => bench.states.stateOf(id) === 'serving');
      if (serving.length > 0) assert.deepEqual(bench.chosen().sort(), serving.sort());
    });
  });

  test('one that was told to wait or to go only if all others that run were told the same or worse', () => {
    afterEach((bench) => {
      const intents = bench.chosen().map((id) => bench.states.get(id).intent);
      const running = [...bench.members].filter((id) => bench.states.get(id).isRunning);
      const others = running.map((id) => bench.states.get(id).intent);
      if (running.length === 0) return;
      if (intents.includes('held')) assert.ok(!others.includes('auto'));
      if (intents.includes('draining')) assert.ok(others.every((intent) => intent === 'draining'));
    });
  });

  test('one that does not run only if none does', () => {
    afterEach((bench) => {
      const runs = (id: string): boolean => bench.states.get(id).isRunning;
      if (!bench.chosen().every(runs)) assert.ok(![...bench.members].some(runs));
    });
  });

  test('all that are unhealthy, if all are', () => {
    afterEach((bench) => {
      const members = [...bench.members];
      const allUnhealthy = members.every((id) => bench.states.stateOf(id) === 'unhealthy');
      if (allUnhealthy) assert.deepEqual(bench.chosen().sort(), members.sort());
    });
  });

  test('by the name of the service those that get them at the port, and each that runs by its own name', () => {
    afterEach((bench) => {
      const running = [...bench.members].filter((id) => bench.states.get(id).isRunning);
      assert.deepEqual(bench.named('web'), running.length > 0 ? bench.chosen().sort() : []);
      for (const id of running) assert.deepEqual(bench.named(`web-${id}`), [id]);
    });
  });
});

describe('a container that gets another name', () => {
  test('is found by that one, no longer by the old one, and still by the name of its service', () => {
    const bench = new Bench();
    const history = [
      { kind: 'join', id: 'a' },
      { kind: 'start', id: 'a' },
    ] as const;
    for (const event of history) bench.apply(event);
    bench.zone.rename('a', 'web');
    bench.zone.rename('a', 'other');
    assert.deepEqual(
      ['other', 'web', 'web-a'].map((name) => bench.named(name)),
      [['a'], ['a'], []],
    );
  });
});

describe('what is told about a container', () => {
  test('outlasts its end if it is to wait, and does not if it is to go', () => {
    const states = new TrafficStates(new Map([['old', 'held']] as const));
    states.setIntent('gone', 'draining');
    for (const id of ['old', 'gone']) states.leave(id);
    assert.deepEqual(
      ['old', 'gone'].map((id) => states.get(id).intent),
      ['held', 'auto'],
    );
  });

  test('is a change only where the rank changes', () => {
    const states = new TrafficStates(new Map());
    assert.equal(states.setHealth('a', 'starting'), false, 'it does not run yet');
    assert.equal(states.setRunning('a', true), true);
    assert.equal(states.setHealth('a', 'unhealthy'), false, 'as little in service as while it starts');
    assert.equal(states.setHealth('a', 'healthy'), true);
  });
});
