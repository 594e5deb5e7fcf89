// Rules about what a container may do beyond what every container may: privileges, capabilities, devices, the kernel.
import type { Service } from '../../stack/model.ts';
import type { TreePath } from '../../stack/tree.ts';
import { matchesAny } from './match-pattern.ts';
import type { PolicyRules, RuleName } from './rules.ts';
import type { Violation } from './violation.ts';

/** What "cap_add" may name freely: a container has these anyway. */
const USUAL_CAPABILITIES: ReadonlySet<string> = new Set(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  ),
);
const USUAL_SECURITY_OPTIONS: ReadonlySet<string> = new Set([
  'no-new-privileges',
  'no-new-privileges=true',
  'no-new-privileges=1',
  'seccomp=builtin',
]);

type Finding = readonly [rule: RuleName, field: TreePath, says: string];

export function checkPrivileges(service: Service, rules: PolicyRules): readonly Violation[] {
  const findings = [
    ...privileged(service, rules),
    ...capabilities(service, rules),
    ...devices(service, rules),
    ...kernel(service, rules),
    ...programs(service, rules),
  ];
  return findings.map(([rule, field, says]) => ({
    rule,
    path: ['services', service.name, ...field],
    says: `service "${service.name}" ${says}`,
  }));
}

function* privileged(service: Service, rules: PolicyRules): Generator<Finding> {
  if (rules.privileged) return;
  if (service.privileged) yield ['privileged', ['privileged'], 'is privileged'];
  const hooks = { post_start: service.postStart, pre_start: service.preStart, pre_stop: service.preStop };
  for (const [key, list = []] of Object.entries(hooks))
    for (const [index, hook] of list.entries())
      if (hook.privileged) yield ['privileged', [key, index, 'privileged'], 'has a privileged hook'];
  if (service.build?.privileged) yield ['privileged', ['build', 'privileged'], 'has a privileged build'];
  const insecure = service.build?.entitlements?.indexOf('security.insecure') ?? -1;
  if (insecure >= 0) yield ['privileged', ['build', 'entitlements', insecure], 'has a privileged build'];
}

function* capabilities({ capAdd }: Service, rules: PolicyRules): Generator<Finding> {
  const allowed = new Set(rules.capabilities.map(capabilityName));
  for (const [index, text] of capAdd.entries()) {
    const name = capabilityName(text);
    if (USUAL_CAPABILITIES.has(name) || allowed.has(name)) continue;
    yield ['capabilities', ['cap_add', index], `adds the capability "${text}"`];
  }
}

function capabilityName(text: string): string {
  return text.toUpperCase().replace(/^CAP_/, '');
}

function* devices(service: Service, rules: PolicyRules): Generator<Finding> {
  for (const [index, { source }] of (service.devices ?? []).entries())
    if (!isPlain(source) || !matchesAny(rules.devices, source))
      yield ['devices', ['devices', index], `uses the device "${source}"`];
  if (service.deviceCgroupRules?.length && !rules.deviceCgroupRules)
    yield ['deviceCgroupRules', ['device_cgroup_rules'], 'opens devices by their numbers'];
  if (rules.gpus) return;
  if (service.gpus?.length) yield ['gpus', ['gpus'], 'uses graphics processors'];
  if (service.deploy?.reservations?.devices?.length)
    yield ['gpus', ['deploy', 'resources', 'reservations', 'devices'], 'reserves devices'];
}

/** `/dev/dri/../mem` fits "/dev/dri/*" by its text alone. */
function isPlain(path: string): boolean {
  return !path.split('/').some((part) => part === '..' || part === '.');
}

function* kernel(service: Service, rules: PolicyRules): Generator<Finding> {
  const allowed = new Set(rules.securityOptions.map(securityOption));
  for (const [index, text] of service.securityOpt.entries()) {
    const option = securityOption(text);
    if (!USUAL_SECURITY_OPTIONS.has(option) && !allowed.has(option))
      yield ['securityOptions', ['security_opt', index], `sets the security option "${text}"`];
  }
  for (const name of Object.keys(service.sysctls)) {
    const parameter = name.replaceAll('/', '.');
    const isOfHost = service.networkMode.kind === 'host' && parameter.startsWith('net.');
    if (isOfHost || !matchesAny(rules.sysctls, parameter))
      yield ['sysctls', ['sysctls', name], `sets the kernel parameter "${name}"${isOfHost ? ' of the host' : ''}`];
  }
}

/** `key:value` is the older form. */
function securityOption(text: string): string {
  return text.replace(/^([^=:]+):/, '$1=');
}

function* programs(service: Service, rules: PolicyRules): Generator<Finding> {
  const { runtime = '', provider, useApiSocket, cgroupParent, annotations = {} } = service;
  if (runtime !== '' && runtime !== 'runc' && !rules.runtimes.includes(runtime))
    yield ['runtimes', ['runtime'], `runs by the program "${runtime}"`];
  if (provider && !rules.providers.includes(provider.type))
    yield ['providers', ['provider', 'type'], `is run by the program "${provider.type}" of the host`];
  if (useApiSocket && !rules.apiSocket) yield ['apiSocket', ['use_api_socket'], 'uses the socket of the daemon'];
  if (cgroupParent && !rules.cgroupParent)
    yield ['cgroupParent', ['cgroup_parent'], `chooses the control group "${cgroupParent}"`];
  for (const name of Object.keys(annotations))
    if (!matchesAny(rules.annotations, name))
      yield ['annotations', ['annotations', name], `has the annotation "${name}"`];
}
