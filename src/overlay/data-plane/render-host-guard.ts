// The rules that let only known hosts send to our VXLAN ports, and to that of encrypted networks only by IPsec, as text. Pure.
//
// An accept here ends no more than this chain, so nothing is opened that another firewall closes; a drop here is final, so
// none opens what this closes, and it comes before all that others have at this hook. At input and not before: fragments
// are put together by then, and what is forwarded to other machines is none of our business.

export type HostGuardState = {
  readonly table: string;
  readonly ports: GuardedPorts;
  /** Of our bridges and of containers' links: nothing that comes in by one is from another host. */
  readonly linkPrefix: string;
  readonly hosts: HostSets;
};

/** UDP. The second may be anybody's while there is no encrypted network. */
export type GuardedPorts = { readonly clear: number; readonly encrypted: number | undefined };

export type HostSets = { readonly hosts4: ReadonlySet<string>; readonly hosts6: ReadonlySet<string> };

/** The commands that make the whole table, in the place of any that is there. */
export function renderHostGuard(state: HostGuardState): string {
  const { linkPrefix, ports } = state;
  const isToUs = `udp dport ${ports.encrypted === undefined ? ports.clear : `{ ${ports.clear}, ${ports.encrypted} }`}`;
  const own = `iifname "${linkPrefix}*"`;
  return [
    removeHostGuard(state.table),
    `table inet ${state.table} {`,
    '  counter unknown_hosts { }',
    '  counter containers { }',
    '  counter clear { }',
    '  counter users { }',
    `  set hosts4 { type ipv4_addr;${elements(state.hosts.hosts4)} }`,
    `  set hosts6 { type ipv6_addr;${elements(state.hosts.hosts6)} }`,
    '  chain known {',
    ...ifEncrypted(ports, (port) => [`    udp dport ${port} meta secpath missing counter name "clear" drop`]),
    '    accept',
    '  }',
    '  chain segments {',
    `    ${own} counter name "containers" drop`,
    '    ip saddr @hosts4 goto known',
    '    ip6 saddr @hosts6 goto known',
    '    counter name "unknown_hosts" drop',
    '  }',
    '  chain input {',
    '    type filter hook input priority raw; policy accept;',
    `    ${isToUs} jump segments`,
    '  }',
    // On its way out a container's packet gets this host's address, which other hosts take for a host's.
    '  chain forward {',
    '    type filter hook forward priority raw; policy accept;',
    `    ${own} ${isToUs} ip daddr @hosts4 counter name "containers" drop`,
    `    ${own} ${isToUs} ip6 daddr @hosts6 counter name "containers" drop`,
    '  }',
    ...ifEncrypted(ports, (port) => [
      // It would be encrypted as if it came from a network. What devices send comes from no socket of this host's.
      '  chain output {',
      '    type filter hook output priority raw; policy accept;',
      `    udp dport ${port} meta skuid != 0 counter name "users" drop`,
      '  }',
    ]),
    '}',
    '',
  ].join('\n');
}

function ifEncrypted({ encrypted }: GuardedPorts, lines: (port: number) => readonly string[]): readonly string[] {
  return encrypted === undefined ? [] : lines(encrypted);
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
