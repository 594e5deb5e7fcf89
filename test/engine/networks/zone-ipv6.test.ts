import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'dns-packet';
import { answerQuery } from '../../../src/engine/networks/dns/answer-query.ts';
import { parseQuery } from '../../../src/engine/networks/dns/dns-message.ts';
import { DnsZone } from '../../../src/engine/networks/dns/dns-zone.ts';

const ASKER = { containerId: 'asker', isConfined: true, isNear: () => false };

function zone(): DnsZone {
  const made = new DnsZone();
  const endpoint = (containerId: string, ipv4: string, ipv6: string | null) => {
    made.setEndpoints(containerId, [
      { containerId, network: 'n', ipv4, ipv6, containerName: containerId, names: ['web'] },
    ]);
    made.setReachable(containerId, true);
  };
  endpoint('asker', '10.0.0.9', null);
  endpoint('a', '10.0.0.1', 'fd00::1');
  endpoint('b', '10.0.0.2', 'fd00::2');
  return made;
}

function answers(from: DnsZone, name: string, type: 'A' | 'AAAA'): unknown {
  const message = encode({ type: 'query', id: 1, questions: [{ type, name }] });
  const query = parseQuery(Buffer.from(message));
  assert.equal(query.kind, 'query');
  if (query.kind !== 'query') return undefined;
  const decision = answerQuery(from, ASKER, query);
  return decision.kind === 'reply'
    ? [decision.rcode, decision.answers.map((it) => ('data' in it ? it.data : ''))]
    : decision;
}

test('a name has the addresses of each family by its type, and takes turns in each', () => {
  const both = zone();
  const [first, second] = [answers(both, 'a', 'AAAA'), answers(both, 'a', 'A')];
  assert.deepEqual(
    [first, second],
    [
      [0, ['fd00::1']],
      [0, ['10.0.0.1']],
    ],
  );
  const turns = Array.from({ length: 4 }, () => [answers(both, 'b', 'A'), answers(both, 'web', 'AAAA')]);
  const orders = new Set(turns.map(([, six]) => JSON.stringify(six)));
  assert.equal(orders.size, 2);
});

test('a name without IPv6 addresses has no data of that type, and is there', () => {
  assert.deepEqual(answers(zone(), 'asker', 'AAAA'), [0, []]);
  assert.deepEqual(answers(zone(), 'nobody', 'AAAA'), [3, []]);
});
