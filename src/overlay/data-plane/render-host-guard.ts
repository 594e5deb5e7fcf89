// The rules that let only known hosts send to our VXLAN port, as text. Pure.
//
// An accept here ends no more than this chain, so nothing is opened that another firewall closes; a drop here is final, so
// none opens what this closes, and it comes before all that others have at this hook. At input and not before: fragments
// are put together by then, and what is forwarded to other machines is none of our business.

export type HostGuardState = {
  readonly table: string;
  /** UDP. */
  readonly port: number;
  /** Of our bridges and of containers' links: nothing that comes in by one is from another host. */
  readonly linkPrefix: string;
  readonly hosts: HostSets;
};

export type HostSets = { readonly hosts4: ReadonlySet<string>; readonly hosts6: ReadonlySet<string> };

/** The commands that make the whole table, in the place of any that is there. */
export function renderHostGuard(state: HostGuardState): string {
  const { port, linkPrefix } = state;
  const own = `iifname "${linkPrefix}*"`;
  return [
    removeHostGuard(state.table),
    `table inet ${state.table} {`,
    '  counter unknown_hosts { }',
    '  counter containers { }',
    `  set hosts4 { type ipv4_addr;${elements(state.hosts.hosts4)} }`,
    `  set hosts6 { type ipv6_addr;${elements(state.hosts.hosts6)} }`,
    '  chain segments {',
    `    ${own} counter name "containers" drop`,
    '    ip saddr @hosts4 accept',
    '    ip6 saddr @hosts6 accept',
    '    counter name "unknown_hosts" drop',
    '  }',
    '  chain input {',
    '    type filter hook input priority raw; policy accept;',
    `    udp dport ${port} jump segments`,
    '  }',
    // On its way out a container's packet gets this host's address, which other hosts take for a host's.
    '  chain forward {',
    '    type filter hook forward priority raw; policy accept;',
    `    ${own} udp dport ${port} ip daddr @hosts4 counter name "containers" drop`,
    `    ${own} udp dport ${port} ip6 daddr @hosts6 counter name "containers" drop`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Works whether there is such a table or not. */
export function removeHostGuard(table: string): string {
  return `add table inet ${table}\ndelete table inet ${table}`;
}

/** The commands from what is in the sets to what should be; empty if they are equal. */
export function renderHostChanges(table: string, there: HostSets, wanted: HostSets): string {
  const changes = (['hosts4', 'hosts6'] as const).flatMap((name) => [
    change('delete', `${table} ${name}`, without(there[name], wanted[name])),
    change('add', `${table} ${name}`, without(wanted[name], there[name])),
  ]);
  return changes.join('');
}

function change(verb: 'add' | 'delete', set: string, addresses: ReadonlySet<string>): string {
  return addresses.size === 0 ? '' : `${verb} element inet ${set} { ${sorted(addresses)} }\n`;
}

function without(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...some].filter((address) => !others.has(address)));
}

function elements(addresses: ReadonlySet<string>): string {
  return addresses.size === 0 ? '' : ` elements = { ${sorted(addresses)} };`;
}

function sorted(addresses: ReadonlySet<string>): string {
  return [...addresses].toSorted().join(', ');
}
