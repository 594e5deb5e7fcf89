// Stage: what the Compose specification has and dockr does not do yet is refused by name, never ignored.
import { describePath } from './describe-path.ts';
import { addError, addWarning, type Problems } from './problems.ts';
import { findKeyRange, isNull, type TreeNode, type TreePath } from './tree.ts';

const SERVICE = [
  'annotations',
  'blkio_config',
  'cgroup',
  'cgroup_parent',
  'cpu_count',
  'cpu_percent',
  'cpu_period',
  'cpu_quota',
  'cpu_rt_period',
  'cpu_rt_runtime',
  'credential_spec',
  'device_cgroup_rules',
  'devices',
  'extends',
  'external_links',
  'gpus',
  'group_add',
  'ipc',
  'isolation',
  'label_file',
  'logging',
  'mac_address',
  'mem_swappiness',
  'models',
  'oom_kill_disable',
  'pid',
  'post_start',
  'pre_start',
  'pre_stop',
  'provider',
  'pull_refresh_after',
  'runtime',
  'storage_opt',
  'use_api_socket',
  'userns_mode',
  'uts',
  'volumes_from',
  'build.cache_from',
  'build.cache_to',
  'build.no_cache_filter',
  'build.platforms',
  'build.secrets',
  'build.ssh',
  'build.shm_size',
  'build.ulimits',
  'build.extra_hosts',
  'build.isolation',
  'build.privileged',
  'build.entitlements',
  'build.provenance',
  'build.sbom',
  'deploy.endpoint_mode',
  'deploy.labels',
  'deploy.update_config',
  'deploy.rollback_config',
  'deploy.placement',
  'deploy.resources.reservations.cpus',
  'deploy.resources.reservations.generic_resources',
  'deploy.resources.reservations.devices',
  'deploy.restart_policy.delay',
  'deploy.restart_policy.window',
  'networks.*.link_local_ips',
  'networks.*.driver_opts',
  'networks.*.interface_name',
  'volumes.*.bind.selinux',
  'volumes.*.volume.labels',
  'volumes.*.image',
] as const;

const UNSUPPORTED: PatternTree = toPatternTree([
  'include',
  'models',
  ...SERVICE.map((path) => `services.*.${path}`),
  'networks.*.ipam.options',
  'networks.*.ipam.config.*.aux_addresses',
  'secrets.*.driver',
  'secrets.*.driver_opts',
  'secrets.*.template_driver',
  'secrets.*.labels',
  'configs.*.template_driver',
  'configs.*.labels',
]);

/** What has no effect on `up`, so that a file with it is still good for that. */
const WITHOUT_EFFECT: PatternTree = toPatternTree(['services.*.develop']);

/** Paths by their parts, `*` being any key or index; the end of a path has no children. */
type PatternTree = Map<string, PatternTree>;

/** Reports every attribute that this version would have to ignore. */
export function checkSupported(tree: TreeNode, problems: Problems): void {
  visitMatches(tree, UNSUPPORTED, [], (path) => {
    addError(
      problems,
      'not-supported',
      `${describePath(path)} is not supported by this version of dockr`,
      findKeyRange(tree, path),
    );
  });
  visitMatches(tree, WITHOUT_EFFECT, [], (path) => {
    addWarning(
      problems,
      'not-supported',
      `${describePath(path)} has no effect in this version of dockr`,
      findKeyRange(tree, path),
    );
  });
}

/** Nulls say nothing, so they match nothing. One path is kept for the whole walk: `see` must not hold on to it. */
function visitMatches(
  node: TreeNode,
  pattern: PatternTree,
  path: (string | number)[],
  see: (path: TreePath) => void,
): void {
  if (isNull(node)) return;
  if (pattern.size === 0) see(path);
  if (node.kind === 'scalar') return;
  const children = node.kind === 'list' ? node.items.entries() : node.entries;
  for (const [part, child] of children) {
    const rest = pattern.get(String(part)) ?? pattern.get('*');
    if (!rest) continue;
    path.push(part);
    visitMatches('value' in child && 'key' in child ? child.value : child, rest, path, see);
    path.pop();
  }
}

function toPatternTree(paths: readonly string[]): PatternTree {
  const root: PatternTree = new Map();
  for (const path of paths) {
    let node = root;
    for (const part of path.split('.')) {
      const child: PatternTree = node.get(part) ?? new Map();
      node.set(part, child);
      node = child;
    }
  }
  return root;
}
