// The whole firewall as text, from what should be. Pure. One table of our own, replaced in one transaction: connections that
// are open keep their translation, which lives in conntrack. Ports are elements of maps: thousands cost one look-up.
import { sha256 } from '../../core/hash.ts';
import { chain, set } from './nft-text.ts';
import { type FirewallPort, portChains, portMaps } from './render-ports.ts';

export type FirewallNetwork = { readonly bridge: string; readonly subnet: string; readonly internal: boolean };

export type FirewallState = {
  readonly table: string;
  readonly networks: readonly FirewallNetwork[];
  readonly ports: readonly FirewallPort[];
  /** Mark forwarded packets of ours, for a foreign chain that drops what it does not know. */
  readonly mark: boolean;
};

/** The mark, and the bits of it that are ours. */
export const FIREWALL_MARK = { value: '0xd0c', mask: '0xfff' } as const;

/** The commands that make the firewall what `state` says; without networks they remove the table. */
export function renderFirewall(state: FirewallState): string {
  const removal = `add table inet ${state.table}\ndelete table inet ${state.table}\n`;
  if (state.networks.length === 0) return removal;
  const body = [
    ...sets(state),
    ...portChains(state.ports),
    ...baseChains(state),
    ...sorted(state.networks).flatMap(networkChains),
  ].join('\n');
  return `${removal}table inet ${state.table} {\n  comment "${fingerprint(body)}"\n${body}\n}\n`;
}

/** What the comment of the table says when it is the one rendered from `state`. */
export function firewallFingerprint(state: FirewallState): string | undefined {
  return /^ {2}comment "([^"]*)"$/m.exec(renderFirewall(state))?.[1];
}

function fingerprint(body: string): string {
  return sha256(body).slice('sha256:'.length, 'sha256:'.length + 32);
}

function sets(state: FirewallState): string[] {
  const byName = sorted(state.networks);
  const internal = byName.filter((network) => network.internal);
  const toBridge = (chain: string) => byName.map(({ bridge }) => `"${bridge}" : jump ${chain}_${chainName(bridge)}`);
  return [
    set(
      'set bridges',
      'ifname',
      byName.map(({ bridge }) => `"${bridge}"`),
    ),
    set('map forward_to', 'ifname : verdict', toBridge('to')),
    set(
      'map confined',
      'ifname : verdict',
      internal.map(({ bridge }) => `"${bridge}" : jump confine_${chainName(bridge)}`),
    ),
    ...portMaps(state.ports),
  ];
}

function baseChains(state: FirewallState): string[] {
  const chains = [
    // route_localnet on our bridges, and translation before routing, would let neighbours reach what is published on 127.0.0.1.
    chain('guard', 'type filter hook prerouting priority raw; policy accept;', [
      'iifname != "lo" ip daddr 127.0.0.0/8 drop',
    ]),
    chain('to_container', '', [
      'meta nfproto ipv4 dnat ip to ip daddr . meta l4proto . th dport map @published_at',
      'meta nfproto ipv4 dnat ip to meta l4proto . th dport map @published',
      'meta nfproto ipv4 ip daddr . meta l4proto . th dport vmap @balanced_at',
      'meta nfproto ipv4 meta l4proto . th dport vmap @balanced',
    ]),
    chain('prerouting', 'type nat hook prerouting priority dstnat; policy accept;', [
      'fib daddr type local jump to_container',
    ]),
    chain('output', 'type nat hook output priority -100; policy accept;', ['fib daddr type local jump to_container']),
    chain('postrouting', 'type nat hook postrouting priority srcnat; policy accept;', sourceTranslations(state)),
    // Only packets to or from our bridges: forwarding of foreign interfaces is none of our business. What leaves an internal
    // network is looked at first: an accept on the way to another network would end the chain.
    chain('forward', 'type filter hook forward priority filter; policy accept;', [
      'iifname vmap @confined',
      'oifname vmap @forward_to',
    ]),
  ];
  return state.mark ? [...chains, markChain()] : chains;
}

/**
 * Rules and no maps: while a table is replaced, a packet may find nothing in a map of either (decision 0030). Who misses a
 * port comes to the proxy; who misses this is never answered, for as long as the connection tries. Once a connection.
 */
function sourceTranslations(state: FirewallState): string[] {
  const byName = sorted(state.networks);
  const inward = byName.map(({ bridge }) => `oifname "${bridge}" jump translate_${chainName(bridge)}`);
  // By source address, not by interface: with bridge-nf-call-iptables=1 the interface here is another one.
  const outward = byName
    .filter((network) => !network.internal)
    .map(({ subnet, bridge }) => `ip saddr ${subnet} jump masquerade_${chainName(bridge)}`);
  return [...inward, ...outward];
}

/** Before the foreign chain: replies, published ports and what containers send. What we drop ourselves stays dropped. */
function markChain(): string {
  const mark = `meta mark set meta mark | ${FIREWALL_MARK.value}`;
  return chain('before_others', 'type filter hook forward priority -10; policy accept;', [
    `oifname @bridges ct state established,related ${mark}`,
    `oifname @bridges ct status dnat ${mark}`,
    `iifname @bridges ${mark}`,
  ]);
}

function networkChains(network: FirewallNetwork): string[] {
  const name = chainName(network.bridge);
  const own = `"${network.bridge}"`;
  const translate = chain(`translate_${name}`, '', [
    'ct status dnat fib saddr type local masquerade',
    `ct status dnat ip saddr ${network.subnet} masquerade`,
  ]);
  if (network.internal) {
    return [
      chain(`to_${name}`, '', [`iifname != ${own} drop`]),
      chain(`confine_${name}`, '', [`oifname != ${own} drop`]),
      translate,
    ];
  }
  return [
    chain(`to_${name}`, '', [
      'ct state established,related accept',
      `iifname ${own} accept`,
      'ct status dnat accept',
      'drop',
    ]),
    translate,
    chain(`masquerade_${name}`, '', [`oifname != ${own} masquerade`]),
  ];
}

function chainName(bridge: string): string {
  return bridge.replaceAll('-', '_');
}

function sorted(networks: readonly FirewallNetwork[]): FirewallNetwork[] {
  return networks.toSorted((a, b) => (a.bridge < b.bridge ? -1 : 1));
}
