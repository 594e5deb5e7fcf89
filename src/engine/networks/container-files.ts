// The texts of a container's /etc/hosts and /etc/resolv.conf. Pure.

export type HostsFileOptions = {
  readonly hostname: string;
  readonly domainname: string | null;
  /** In the order of the attachments; empty for `none`. */
  readonly addresses: readonly string[];
  /** `name:address` or `name=address`; the address `host-gateway` is the gateway of the first network. */
  readonly extraHosts: readonly string[];
  readonly gateway: string | null;
};

/** The text of /etc/hosts: loopback, the extra hosts, and the container's own names at each of its addresses. */
export function hostsFile(options: HostsFileOptions): string {
  const own = options.domainname ? `${options.hostname}.${options.domainname} ${options.hostname}` : options.hostname;
  return [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'ff00::0\tip6-mcastprefix',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    ...options.extraHosts.flatMap((entry) => extraHostLine(entry, options.gateway)),
    ...options.addresses.map((address) => `${address}\t${own}`),
    '',
  ].join('\n');
}

export type ResolvConfOptions = {
  readonly search: readonly string[];
  readonly options: readonly string[];
  /** Text of the host's file, whose search list is kept unless `search` is given. */
  readonly host: string;
  /** Without networks of ours (`host`, `none`) the servers are these, or those of the host. */
  readonly servers?: readonly string[];
};

/** The text of /etc/resolv.conf. On our networks the server is 127.0.0.11, as in Docker. */
export function resolvConf(options: ResolvConfOptions): string {
  const host = parseResolvConf(options.host);
  const search = options.search.length > 0 ? options.search.filter((domain) => domain !== '.') : host.search;
  const hasNdots = options.options.some((option) => option.startsWith('ndots:'));
  const ours = options.servers === undefined;
  const flags = ours && !hasNdots ? [...options.options, 'ndots:0'] : options.options;
  const servers =
    options.servers === undefined ? ['127.0.0.11'] : options.servers.length > 0 ? options.servers : host.servers;
  return [
    ...servers.map((server) => `nameserver ${server}`),
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...(flags.length > 0 ? [`options ${flags.join(' ')}`] : []),
    '',
  ].join('\n');
}

export type ParsedResolvConf = { readonly servers: readonly string[]; readonly search: readonly string[] };

/** The servers and search list of a resolv.conf; lines that make no sense are left out, as libc does. */
export function parseResolvConf(text: string): ParsedResolvConf {
  const servers: string[] = [];
  let search: string[] = [];
  for (const line of text.slice(0, 65536).split('\n')) {
    const [keyword, ...words] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'nameserver' && words[0]) servers.push(words[0]);
    if (keyword === 'search' || keyword === 'domain') search = words;
  }
  return { servers, search };
}

function extraHostLine(entry: string, gateway: string | null): string[] {
  const separator = entry.includes('=') ? '=' : ':';
  const at = entry.indexOf(separator);
  const name = entry.slice(0, at).trim();
  const address = entry
    .slice(at + 1)
    .trim()
    .replace(/^\[(.*)\]$/, '$1');
  const resolved = address === 'host-gateway' ? gateway : address;
  return at > 0 && resolved ? [`${resolved}\t${name}`] : [];
}
