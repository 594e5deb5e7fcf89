// Rules about how much of the machine a service may take.
import { formatSize, parseSize } from '../../core/units.ts';
import type { Service } from '../../stack/model.ts';
import type { PolicyRules } from './rules.ts';
import type { Violation } from './violation.ts';

type Limit = {
  readonly key: string;
  readonly what: string;
  readonly highest: number | undefined;
  readonly asked: number | undefined;
  readonly format?: (value: number) => string;
};

export function checkLimits(service: Service, rules: PolicyRules): readonly Violation[] {
  return [...limits(service, rules), ...ulimits(service, rules), ...oomProtection(service, rules)];
}

function* limits(service: Service, { limits }: PolicyRules): Generator<Violation> {
  const { name } = service;
  for (const { key, what, highest, asked, format = String } of limitsOf(service, limits)) {
    if (highest === undefined || (asked !== undefined && asked >= 0 && asked <= highest)) continue;
    const says =
      asked === undefined || asked < 0
        ? `service "${name}" has no limit of ${what}, at most ${format(highest)} is allowed`
        : `service "${name}" may take ${format(asked)} of ${what}, at most ${format(highest)} is allowed`;
    yield { rule: 'limits', path: ['services', name, key], says };
  }
}

function limitsOf({ resources, scale }: Service, limits: PolicyRules['limits']): readonly Limit[] {
  const memory = limits.memory === undefined ? undefined : parseSize(String(limits.memory));
  // 0 is without a limit.
  const { memoryBytes, cpus, pids } = resources;
  return [
    { key: 'mem_limit', what: 'memory', highest: memory, asked: memoryBytes || undefined, format: formatSize },
    { key: 'cpus', what: 'processors', highest: limits.cpus, asked: cpus || undefined },
    { key: 'pids_limit', what: 'processes', highest: limits.pids, asked: pids || undefined },
    { key: 'scale', what: 'replicas', highest: limits.replicas, asked: scale },
  ];
}

function* ulimits({ name, resources }: Service, rules: PolicyRules): Generator<Violation> {
  for (const [ulimit, { soft, hard }] of Object.entries(resources.ulimits)) {
    const highest = Object.hasOwn(rules.ulimits, ulimit) ? rules.ulimits[ulimit] : undefined;
    if (highest === undefined || highest === -1) continue;
    if ([soft, hard].every((value) => value >= 0 && value <= highest)) continue;
    const says = `service "${name}" sets the limit "${ulimit}" to ${hard}, at most ${highest} is allowed`;
    yield { rule: 'ulimits', path: ['services', name, 'ulimits', ulimit], says };
  }
}

function* oomProtection({ name, resources }: Service, rules: PolicyRules): Generator<Violation> {
  if (rules.oomProtection) return;
  const says = `service "${name}" is to be spared when memory runs out`;
  if ((resources.oomScoreAdj ?? 0) < 0)
    yield { rule: 'oomProtection', path: ['services', name, 'oom_score_adj'], says };
  if (resources.oomKillDisable) yield { rule: 'oomProtection', path: ['services', name, 'oom_kill_disable'], says };
}
