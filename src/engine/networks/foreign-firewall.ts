// Firewalls beside ours. An accept in our table does not beat a drop in another: with Docker's or ufw's FORWARD policy DROP,
// containers reach nothing. Our packets carry a mark then, and one rule in their chain lets the mark through.
import type { Nftables, NftObject } from '../../os/nftables.ts';
import { FIREWALL_MARK } from './render-firewall.ts';

/** A chain on the forward hook, not of ours, that drops what nothing accepts. */
export type ForeignChain = {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  /** The chain that takes our rule: iptables' FORWARD, or DOCKER-USER before it. Null if it is not for us to change. */
  readonly opening: string | null;
};

const COMMENT = 'containers';
/** Of iptables' table `ip filter`, best first: Docker leaves its own to the user, and flushes the other. */
const OPENINGS: readonly string[] = ['DOCKER-USER', 'FORWARD'];

/** Foreign chains that drop forwarded packets by policy. */
export function observeForeignChains(nft: Nftables, ownTable: string): ForeignChain[] {
  const chains = nft
    .list('list chains')
    .map(chainOf)
    .filter((chain) => chain !== undefined);
  return chains
    .filter((chain) => chain.hook === 'forward' && chain.policy === 'drop' && isForeign(chain, ownTable))
    .map(({ family, table, name }) => ({
      family,
      table,
      chain: name,
      opening: openingOf(chains, { family, table, name }),
    }));
}

/** Lets marked packets through the chains that are iptables' own. Idempotent. Returns the chains that were opened now. */
export function openForeignChains(nft: Nftables, ownTable: string, foreign: readonly ForeignChain[]): ForeignChain[] {
  const opened = foreign.filter((chain) => chain.opening !== null && ruleHandles(nft, ownTable, chain).length === 0);
  for (const chain of opened) {
    const match = `meta mark & ${FIREWALL_MARK.mask} == ${FIREWALL_MARK.value}`;
    nft.run(
      `insert rule ${chain.family} ${chain.table} ${chain.opening} ${match} counter accept comment "${ruleComment(ownTable)}"`,
    );
  }
  return opened;
}

/** Takes our rules out again, also of chains that drop nothing by now. */
export function closeForeignChains(nft: Nftables, ownTable: string): void {
  for (const opening of OPENINGS) {
    for (const handle of ruleHandles(nft, ownTable, { family: 'ip', table: 'filter', opening })) {
      nft.run(`delete rule ip filter ${opening} handle ${handle}`);
    }
  }
}

type Chain = {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly hook: unknown;
  readonly policy: unknown;
};

function chainOf(object: NftObject): Chain | undefined {
  const chain = object['chain'] as Record<string, unknown> | undefined;
  if (!chain) return undefined;
  const { family, table, name } = chain;
  if (typeof family !== 'string' || typeof table !== 'string' || typeof name !== 'string') return undefined;
  return { family, table, name, hook: chain['hook'], policy: chain['policy'] };
}

function isForeign(chain: Chain, ownTable: string): boolean {
  return (chain.family === 'ip' || chain.family === 'inet') && !(chain.family === 'inet' && chain.table === ownTable);
}

function openingOf(
  chains: readonly Chain[],
  drop: { readonly family: string; readonly table: string; readonly name: string },
): string | null {
  const isIptables = drop.family === 'ip' && drop.table === 'filter' && drop.name === 'FORWARD';
  if (!isIptables) return null;
  const names = new Set(chains.filter(({ family, table }) => family === 'ip' && table === 'filter').map(nameOf));
  return OPENINGS.find((name) => names.has(name)) ?? null;
}

function nameOf({ name }: Chain): string {
  return name;
}

function ruleHandles(nft: Nftables, ownTable: string, chain: Omit<ForeignChain, 'chain'>): number[] {
  if (chain.opening === null) return [];
  return nft.list(`list chain ${chain.family} ${chain.table} ${chain.opening}`).flatMap((object) => {
    const rule = object['rule'] as Record<string, unknown> | undefined;
    const isOurs = rule?.['comment'] === ruleComment(ownTable) && typeof rule['handle'] === 'number';
    return isOurs ? [Number(rule['handle'])] : [];
  });
}

function ruleComment(ownTable: string): string {
  return `${ownTable} ${COMMENT}`;
}
