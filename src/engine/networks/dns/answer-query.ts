// What a query deserves: an answer of ours, or the servers of the host. Decides; sends nothing.
import type { Answer } from 'dns-packet';
import { type DnsQuery, RCODE, type Rcode } from './dns-message.ts';
import { type DnsZone, reverseAddress } from './dns-zone.ts';

export type Asker = {
  readonly containerId: string;
  /** On internal networks only: nothing that it asks leaves this machine. */
  readonly isConfined: boolean;
  /** Whether an address belongs to one of its networks. */
  readonly isNear: (address: string) => boolean;
};

export type Decision =
  | { readonly kind: 'reply'; readonly rcode: Rcode; readonly answers: readonly Answer[] }
  | { readonly kind: 'forward' };

/** Containers come and go; resolvers in programs keep what they hear at least as long. */
export const ANSWER_TTL_S = 2;
const FORWARD: Decision = { kind: 'forward' };
const NO_SUCH_NAME: Decision = { kind: 'reply', rcode: RCODE.nameError, answers: [] };

/** Decides what becomes of a query of this container. */
export function answerQuery(zone: DnsZone, asker: Asker, query: DnsQuery): Decision {
  const elsewhere = asker.isConfined ? NO_SUCH_NAME : FORWARD;
  if ((query.question.class ?? 'IN') !== 'IN') return asker.isConfined ? NO_SUCH_NAME : FORWARD;
  const address = reverseAddress(query.name);
  if (address !== undefined) return answerReverse(zone, { asker, query, address, elsewhere });
  const wantsAddress = query.question.type === 'A' || (query.question.type as string) === 'ANY';
  const lookup = zone.lookup(asker.containerId, query.name, wantsAddress);
  if (lookup.kind === 'unknown') return isHostName(query) ? NO_SUCH_NAME : elsewhere;
  if (lookup.addresses.length === 0) return NO_SUCH_NAME;
  // No data for other types, never a name error: musl takes that for the end of the name.
  const answers = wantsAddress ? lookup.addresses.map((data) => addressRecord(query, data)) : [];
  if (query.question.type === 'AAAA') {
    const six = zone.lookup(asker.containerId, query.name, true, 6);
    if (six.kind === 'known') answers.push(...six.addresses.map((data) => addressRecord(query, data)));
  }
  return { kind: 'reply', rcode: RCODE.noError, answers };
}

type ReverseQuery = {
  readonly asker: Asker;
  readonly query: DnsQuery;
  readonly address: string;
  readonly elsewhere: Decision;
};

function answerReverse(zone: DnsZone, { asker, query, address, elsewhere }: ReverseQuery): Decision {
  const name = zone.reverse(asker.containerId, address);
  if (name === undefined) return asker.isNear(address) ? NO_SUCH_NAME : elsewhere;
  const record: Answer = { type: 'PTR', class: 'IN', name: query.question.name, ttl: ANSWER_TTL_S, data: name };
  return { kind: 'reply', rcode: RCODE.noError, answers: query.question.type === 'PTR' ? [record] : [] };
}

/** A name without a dot is somebody's on this machine or nobody's: upstream servers neither know nor need to know it. */
function isHostName(query: DnsQuery): boolean {
  return (
    query.name !== '' && !query.name.includes('.') && (query.question.type === 'A' || query.question.type === 'AAAA')
  );
}

function addressRecord(query: DnsQuery, data: string): Answer {
  return { type: data.includes(':') ? 'AAAA' : 'A', class: 'IN', name: query.question.name, ttl: ANSWER_TTL_S, data };
}
