// Stage: what the Compose specification has and dockr does not do yet is named, never ignored. Nothing here is wrong: the
// commands that act on the stack refuse it, the others show it.

import { StackError } from '../core/errors.ts';
import { describePath } from './describe-path.ts';
import { type PatternTree, patternBelow, toPatternTree } from './pattern-tree.ts';
import { addUnsupported, addWarning, type Problems } from './problems.ts';
import { toPosition } from './source-text.ts';
import { findKeyRange, getChild, isNull, type TreeNode, type TreePath } from './tree.ts';

/** Asks for nothing that dockr would not do anyway. */
type Harmless = (value: TreeNode) => boolean;

const OFF: Harmless = (value) => isOneOf(value, ['false', 'no', 'off', 'n', '0', 'f', '']);
const ZERO: Harmless = (value) => isOneOf(value, ['0', '0s', '']);

function oneOf(...texts: readonly string[]): Harmless {
  return (value) => isOneOf(value, texts);
}

function isOneOf(value: TreeNode, texts: readonly string[]): boolean {
  return value.kind === 'scalar' && texts.includes(String(value.value).toLowerCase());
}

/** A path, `*` being any key or index, and what does no harm there beside null and empty lists and maps. */
type Rule = readonly [path: string, harmless?: Harmless | undefined];

const REFUSED_OF_SERVICES: readonly Rule[] = [
  ['blkio_config'],
  ['cgroup', oneOf('private')],
  ['cgroup_parent'],
  ['cpu_period', ZERO],
  ['cpu_quota', ZERO],
  ['cpu_rt_period', ZERO],
  ['cpu_rt_runtime', ZERO],
  ['credential_spec'],
  ['device_cgroup_rules'],
  ['devices'],
  ['external_links'],
  ['gpus'],
  ['group_add'],
  ['ipc', oneOf('private', '')],
  ['logging.driver', oneOf('json-file', 'local', '')],
  ['logging.options'],
  ['mac_address', oneOf('')],
  ['mem_swappiness', ZERO],
  ['models'],
  ['oom_kill_disable', OFF],
  ['pid', oneOf('private', '')],
  ['pre_start'],
  ['provider'],
  ['pull_refresh_after'],
  ['runtime', oneOf('runc', '')],
  ['storage_opt'],
  ['use_api_socket', OFF],
  ['userns_mode', oneOf('host', '')],
  ['uts', oneOf('')],
  ['volumes_from'],
  ['build.cache_to'],
  ['build.entitlements'],
  ['build.extra_hosts'],
  ['build.no_cache_filter'],
  ['build.platforms'],
  ['build.privileged', OFF],
  ['build.provenance', OFF],
  ['build.sbom', OFF],
  ['build.secrets'],
  ['build.shm_size', ZERO],
  ['build.ssh'],
  ['build.ulimits'],
  ['deploy.mode', oneOf('replicated', '')],
  ['deploy.resources.reservations.devices'],
  ['networks.*.driver_opts'],
  ['networks.*.interface_name', oneOf('')],
  ['networks.*.ipv6_address', oneOf('')],
  ['networks.*.link_local_ips'],
];

const REFUSED = toRules([
  ...REFUSED_OF_SERVICES.map(([path, harmless]): Rule => [`services.*.${path}`, harmless]),
  ['networks.*.ipam.driver', oneOf('default', '')],
  ['networks.*.ipam.options'],
  ['networks.*.ipam.config.*.aux_addresses'],
  ['secrets.*.driver'],
  ['secrets.*.driver_opts'],
  ['secrets.*.template_driver'],
  ['configs.*.template_driver'],
]);

/** What is for a cluster, for Windows, or only makes things faster: a stack does the same without it. */
const WITHOUT_EFFECT = toRules([
  ['services.*.build.cache_from'],
  ['services.*.build.isolation', oneOf('default', '')],
  ['services.*.cpu_count', ZERO],
  ['services.*.cpu_percent', ZERO],
  ['services.*.deploy.endpoint_mode'],
  ['services.*.deploy.placement'],
  ['services.*.deploy.resources.reservations.cpus'],
  ['services.*.deploy.resources.reservations.generic_resources'],
  ['services.*.deploy.restart_policy.delay'],
  ['services.*.deploy.restart_policy.window'],
  ['services.*.isolation', oneOf('default', '')],
  ['services.*.volumes.*.volume.labels'],
]);

function toRules(rules: readonly Rule[]): PatternTree<Harmless> {
  return toPatternTree(rules.map(([path, harmless = never]) => [path, harmless]));
}

function never(): boolean {
  return false;
}

/** Gathers what this version would have to ignore, and warns of what it does ignore. */
export function checkSupported(tree: TreeNode, problems: Problems): void {
  const refuse = (path: TreePath): void => {
    const message = `${describePath(path)} is not supported by this version of dockr`;
    const at = toPosition(findKeyRange(tree, path));
    addUnsupported(problems, { path: [...path], error: new StackError('not-supported', { message, at }) });
  };
  visitMatches(tree, REFUSED, [], refuse);
  for (const name of bridgesWithIpv6(tree)) refuse(['networks', name, 'enable_ipv6']);
  visitMatches(tree, WITHOUT_EFFECT, [], (path) => {
    addWarning(
      problems,
      'not-supported',
      `${describePath(path)} has no effect in this version of dockr`,
      findKeyRange(tree, path),
    );
  });
}

/** Only containers on overlay networks have IPv6 addresses; what is external has those that it has. */
function bridgesWithIpv6(tree: TreeNode): string[] {
  const networks = getChild(tree, 'networks');
  if (networks?.kind !== 'map') return [];
  return [...networks.entries].flatMap(([name, { value: network }]) => {
    const asks = getChild(network, 'enable_ipv6');
    const driver = getChild(network, 'driver');
    const isOther = (driver && isOneOf(driver, ['overlay'])) || !isOff(getChild(network, 'external'));
    return isOff(asks) || isOther ? [] : [name];
  });
}

function isOff(value: TreeNode | undefined): boolean {
  return value === undefined || isEmpty(value) || OFF(value);
}

/** Nulls and what is empty say nothing, so they match nothing. One path is kept for the whole walk: `see` must not hold on to it. */
function visitMatches(
  node: TreeNode,
  pattern: PatternTree<Harmless>,
  path: (string | number)[],
  see: (path: TreePath) => void,
): void {
  if (isEmpty(node)) return;
  if (pattern.rule?.(node) === false) see(path);
  if (node.kind === 'scalar') return;
  const children = node.kind === 'list' ? node.items.entries() : node.entries;
  for (const [part, child] of children) {
    const rest = patternBelow(pattern, String(part));
    if (!rest) continue;
    path.push(part);
    visitMatches('value' in child && 'key' in child ? child.value : child, rest, path, see);
    path.pop();
  }
}

function isEmpty(node: TreeNode): boolean {
  if (node.kind === 'scalar') return isNull(node);
  return node.kind === 'list' ? node.items.length === 0 : node.entries.size === 0;
}
