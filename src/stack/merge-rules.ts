// Which attributes of a stack file merge in a way of their own, and by what their list items are the same.
import { itemText, pairName, portIdentity, volumeTarget } from './item-identity.ts';
import { type PatternTree, toPatternTree } from './pattern-tree.ts';
import type { TreeNode, TreePath } from './tree.ts';

/**
 * `replace`: the later value, an explicit null too. `pairs`: both to a list of `k=v`. `list`: both to a list.
 * `hosts`: host names with addresses, added up. `names`: a list of names is a map; so it is with `dependencies`, whose
 * values are not null. `build`: a text is its context.
 * `logging`: options merge only within one driver. `subnets`: list items merge by subnet.
 */
export type MergeRule =
  | 'replace'
  | 'pairs'
  | 'list'
  | 'hosts'
  | 'names'
  | 'dependencies'
  | 'build'
  | 'logging'
  | 'subnets';

/** What makes two items of a list the same: the later one then takes the place of the earlier. */
export type ItemIdentity = (item: TreeNode) => string | undefined;

const PAIRS = [
  'environment',
  'labels',
  'annotations',
  'sysctls',
  'build.args',
  'build.labels',
  'build.additional_contexts',
  'deploy.labels',
];
const LISTS = ['dns', 'dns_opt', 'dns_search', 'tmpfs', 'env_file', 'label_file', 'build.no_cache_filter'];
const VALUES = [
  'cap_add',
  'cap_drop',
  'expose',
  'profiles',
  'external_links',
  'build.tags',
  'build.platforms',
  'networks.*.aliases',
  'networks.*.link_local_ips',
];

const RULES: ReadonlyMap<string, MergeRule> = new Map([
  ...['command', 'entrypoint', 'healthcheck.test', 'ulimits.*', 'build.ulimits.*'].map((name) =>
    rule(`services.*.${name}`, 'replace'),
  ),
  ...PAIRS.map((name) => rule(`services.*.${name}`, 'pairs')),
  ...['networks', 'volumes', 'secrets', 'configs'].map((name) => rule(`${name}.*.labels`, 'pairs')),
  ...LISTS.map((name) => rule(`services.*.${name}`, 'list')),
  ...['extra_hosts', 'build.extra_hosts'].map((name) => rule(`services.*.${name}`, 'hosts')),
  ...['networks', 'models'].map((name) => rule(`services.*.${name}`, 'names')),
  rule('services.*.depends_on', 'dependencies'),
  rule('services.*.build', 'build'),
  rule('services.*.logging', 'logging'),
  rule('networks.*.ipam.config', 'subnets'),
]);

/** The lists whose items have an identity. */
export const IDENTITIES: PatternTree<ItemIdentity> = toPatternTree([
  ...PAIRS.map((name) => identity(`services.*.${name}`, pairName)),
  ...['networks', 'volumes', 'secrets', 'configs'].map((name) => identity(`${name}.*.labels`, pairName)),
  ...[...LISTS, ...VALUES].map((name) => identity(`services.*.${name}`, itemText)),
  identity('services.*.env_file', (item) => itemText(item, 'path')),
  identity('services.*.links', pairName),
  identity('services.*.ports', portIdentity),
  identity('services.*.volumes', volumeTarget),
  identity('services.*.devices', volumeTarget),
  identity('services.*.secrets', (item) => grantTarget(item, '/run/secrets/')),
  identity('services.*.configs', (item) => grantTarget(item, '/')),
]);

export function findMergeRule(path: TreePath): MergeRule | undefined {
  return RULES.get(toPattern(path));
}

/** Names that users choose become `*`: the second part, and the keys under `networks` and `ulimits` of a service. */
function toPattern(path: TreePath): string {
  return path
    .map((part, index) =>
      index === 1 || path[index - 1] === 'ulimits' || (index === 3 && path[2] === 'networks') ? '*' : part,
    )
    .join('.');
}

function grantTarget(item: TreeNode, folder: string): string | undefined {
  const target = itemText(item, 'target') ?? itemText(item, 'source');
  return target === undefined || target.startsWith('/') ? target : `${folder}${target}`;
}

function rule(path: string, how: MergeRule): [string, MergeRule] {
  return [path, how];
}

function identity(path: string, of: ItemIdentity): [string, ItemIdentity] {
  return [path, of];
}
