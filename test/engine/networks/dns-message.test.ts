import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DecodedPacket, decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { answerQuery } from '../../../src/engine/networks/dns/answer-query.ts';
import { encodeReply, parseQuery } from '../../../src/engine/networks/dns/dns-message.ts';
import { DnsZone, reverseAddress } from '../../../src/engine/networks/dns/dns-zone.ts';
import { NameService } from '../../../src/engine/networks/dns/name-service.ts';
import { UpstreamServers, usableServers } from '../../../src/engine/networks/dns/upstream-servers.ts';

const header = Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const silent = new UpstreamServers('/nonexistent/resolv.conf', () => 0);
const asker = { containerId: 'a', isConfined: false, isNear: () => false };

describe('DNS messages from containers', () => {
  test('no bytes make the parser throw', () => {
    const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, (message) => void parseQuery(message)),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(bytes, (rest) => void parseQuery(Buffer.concat([header, rest]))),
      { numRuns: 5000 },
    );
  });
  test('whatever is asked, the service answers with the same id or keeps silent', async () => {
    const service = new NameService(silent);
    const container = { asker, endpoints: [], servers: [], namespace: '' };
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.concat([header, Buffer.from(array)]));
    await fc.assert(
      fc.asyncProperty(bytes, async (message) => {
        const reply = await service.answer(container, message, 'udp');
        assert.ok(
          reply === undefined || (reply.readUInt16BE(0) === 7 && reply.readUInt8(2) & 0x80 && reply.length <= 1232),
        );
      }),
      { numRuns: 1000 },
    );
  });
  test('a reply sent to us is not answered: two servers must not talk for ever', () => {
    const message = encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'x' }] });
    assert.equal(parseQuery(message).kind, 'noise');
  });
  test('a name that points at itself is malformed', () => {
    assert.equal(parseQuery(Buffer.concat([header, Buffer.from([0xc0, 12, 0, 1, 0, 1])])).kind, 'unusable');
  });
  test('two questions are malformed', () => {
    const message = encode({
      type: 'query',
      id: 1,
      questions: [
        { type: 'A', name: 'x' },
        { type: 'A', name: 'y' },
      ],
    });
    assert.deepEqual(parseQuery(message), { kind: 'unusable', id: 1, rcode: 1 });
  });
  test('a reply keeps the case of the question and asks for no more than it was offered', () => {
    const query = parseQuery(encode({ type: 'query', id: 9, flags: 0x100, questions: [{ type: 'A', name: 'WeB' }] }));
    assert.ok(query.kind === 'query' && query.name === 'web');
    const answers = Array.from({ length: 100 }, (_, index) => ({
      type: 'A' as const,
      name: 'WeB',
      ttl: 1,
      data: `10.0.0.${index}`,
    }));
    const reply = encodeReply(query, { rcode: 0, answers, transport: 'udp' });
    const decoded = decode(reply) as DecodedPacket;
    assert.ok(reply.length <= 512 && decoded.flag_tc && decoded.flag_rd && decoded.questions?.[0]?.name === 'WeB');
  });
});

describe('the zone', () => {
  const endpoint = (containerId: string, network: string, names: readonly string[]) => ({
    containerId,
    network,
    ipv4: `10.0.0.${containerId.charCodeAt(0)}`,
    containerName: containerId,
    names,
  });
  test('what is removed is found no more, and what stays is', () => {
    const names = fc.constantFrom('web', 'db', 'app');
    const change = fc.record({ id: fc.constantFrom('a', 'b', 'c'), names: fc.array(names), isRemoval: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change), names, (changes, name) => {
        const zone = new DnsZone();
        const model = new Map<string, readonly string[]>();
        for (const { id, names: own, isRemoval } of changes) {
          if (isRemoval) {
            zone.remove(id);
            model.delete(id);
          } else {
            zone.setEndpoints(id, [endpoint(id, 'net', own)]);
            zone.setReachable(id, true);
            model.set(id, own);
          }
        }
        zone.setEndpoints('x', [endpoint('x', 'net', [])]);
        const expected = [...model].filter(([, own]) => own.includes(name)).map(([id]) => `10.0.0.${id.charCodeAt(0)}`);
        const found = zone.lookup('x', name);
        assert.deepEqual((found.kind === 'known' ? [...found.addresses] : []).sort(), expected.sort());
      }),
    );
  });
  test('a name below one of its networks is never asked elsewhere', () => {
    const zone = new DnsZone();
    zone.setEndpoints('a', [endpoint('a', 'shop_default', ['a'])]);
    const query = parseQuery(encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'gone.shop_default' }] }));
    assert.ok(query.kind === 'query');
    assert.deepEqual(answerQuery(zone, asker, query), { kind: 'reply', rcode: 3, answers: [] });
  });
  test('replicas take turns at being first, also for resolvers that ask for AAAA after each A', () => {
    const zone = new DnsZone();
    for (const id of ['a', 'b', 'c']) {
      zone.setEndpoints(id, [endpoint(id, 'net', ['web'])]);
      zone.setReachable(id, true);
    }
    const firsts = Array.from({ length: 6 }, (_, index) => {
      const query = parseQuery(
        encode({ type: 'query', id: index, questions: [{ type: index % 2 === 0 ? 'A' : 'AAAA', name: 'web' }] }),
      );
      assert.ok(query.kind === 'query');
      const decision = answerQuery(zone, { ...asker, containerId: 'a' }, query);
      return decision.kind === 'reply' && decision.answers[0]?.type === 'A' ? [decision.answers[0].data] : [];
    });
    assert.deepEqual(firsts.flat(), ['10.0.0.97', '10.0.0.98', '10.0.0.99']);
  });
  test('reverse names are read strictly', () => {
    assert.equal(reverseAddress('4.3.2.1.in-addr.arpa'), '1.2.3.4');
    for (const name of ['3.2.1.in-addr.arpa', '400.3.2.1.in-addr.arpa', 'in-addr.arpa', '4.3.2.1.in-addr.arpa.x']) {
      assert.equal(reverseAddress(name), undefined);
    }
  });
});

test('of the servers of a resolv.conf, the first three that are not ourselves are asked', () => {
  const text =
    'nameserver 127.0.0.11\nnameserver nonsense\n# nameserver 9.9.9.9\nnameserver 10.0.0.1\nnameserver ::1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n';
  assert.deepEqual(usableServers(text), ['10.0.0.1', '::1', '10.0.0.2']);
});
