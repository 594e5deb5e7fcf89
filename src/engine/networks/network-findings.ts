// What `doctor` tells about this machine's network. Pure.
import type { ForeignChain } from './foreign-firewall.ts';

/** Something that an administrator should know, with what to do about it where there is something. */
export type NetworkFinding = { readonly code: string; readonly message: string; readonly hint?: string };

const MANY_PORTS_OF_A_BRIDGE = 1000;

/** About a chain that drops forwarded packets. */
export function foreignFinding({ family, table, chain, opening }: ForeignChain): NetworkFinding {
  const where = `chain "${chain}" of nft table "${family} ${table}" drops forwarded packets`;
  if (opening !== null) {
    return {
      code: 'foreign-firewall-opened',
      message: `${where}; one rule in "${opening}" lets those of containers through`,
    };
  }
  return {
    code: 'foreign-firewall-drops',
    message: `${where}, those of containers included`,
    hint: 'accept packets from and to the bridges of dockr in that chain',
  };
}

/** About networks that come near the number of ports that a bridge can have; by name, with their containers counted. */
export function sizeFindings(counts: readonly (readonly [string, number])[]): NetworkFinding[] {
  const full = counts.filter(([, count]) => count >= MANY_PORTS_OF_A_BRIDGE);
  return full.map(([name, count]) => ({
    code: 'bridge-nearly-full',
    message: `network "${name}" has ${count} containers; a bridge takes 1,024`,
    hint: 'spread them over several networks',
  }));
}
