// Rules about namespaces that a service shares with the host or with containers of others.
import type { Service } from '../../stack/model.ts';
import type { HostNamespace, PolicyRules } from './rules.ts';
import type { Violation } from './violation.ts';

type Choice = { readonly namespace: HostNamespace; readonly key: string; readonly value: string };

export function checkNamespaces(service: Service, rules: PolicyRules): readonly Violation[] {
  return [...hostNamespaces(service, rules), ...(rules.foreignContainers ? [] : foreignContainers(service))];
}

function* hostNamespaces(service: Service, rules: PolicyRules): Generator<Violation> {
  const { name, build } = service;
  for (const { namespace, key, value } of choicesOf(service)) {
    if (value !== 'host' || rules.hostNamespaces.includes(namespace)) continue;
    const says = `service "${name}" joins the namespace "${namespace}" of the host`;
    yield { rule: 'hostNamespaces', path: ['services', name, key], says };
  }
  if (rules.hostNamespaces.includes('network')) return;
  const says = `service "${name}" builds with the network of the host`;
  if (build?.network === 'host') yield { rule: 'hostNamespaces', path: ['services', name, 'build', 'network'], says };
  const index = build?.entitlements?.indexOf('network.host') ?? -1;
  if (index >= 0) yield { rule: 'hostNamespaces', path: ['services', name, 'build', 'entitlements', index], says };
}

function choicesOf({ pid, ipc, networkMode, usernsMode, uts, cgroup }: Service): readonly Choice[] {
  return [
    { namespace: 'pid', key: 'pid', value: pid ?? '' },
    { namespace: 'ipc', key: 'ipc', value: ipc ?? '' },
    { namespace: 'network', key: 'network_mode', value: networkMode.kind },
    { namespace: 'userns', key: 'userns_mode', value: usernsMode ?? '' },
    { namespace: 'uts', key: 'uts', value: uts ?? '' },
    { namespace: 'cgroup', key: 'cgroup', value: cgroup ?? '' },
  ];
}

function* foreignContainers(service: Service): Generator<Violation> {
  const { name, networkMode, volumesFrom = [], externalLinks = [] } = service;
  const says = (container: string): string => `service "${name}" shares with the container "${container}" of another`;
  for (const key of ['pid', 'ipc', 'usernsMode', 'uts'] as const) {
    const container = containerOf(service[key]);
    const path = ['services', name, key === 'usernsMode' ? 'userns_mode' : key];
    if (container !== undefined) yield { rule: 'foreignContainers', path, says: says(container) };
  }
  if (networkMode.kind === 'container') {
    const path = ['services', name, 'network_mode'];
    yield { rule: 'foreignContainers', path, says: says(networkMode.container) };
  }
  for (const [index, text] of volumesFrom.entries()) {
    const container = containerOf(text);
    const path = ['services', name, 'volumes_from', index];
    if (container !== undefined) yield { rule: 'foreignContainers', path, says: says(container) };
  }
  for (const [index, text] of externalLinks.entries()) {
    yield { rule: 'foreignContainers', path: ['services', name, 'external_links', index], says: says(text) };
  }
}

/** `container:NAME` */
function containerOf(text: string | undefined): string | undefined {
  return text?.startsWith('container:') ? text.slice('container:'.length) : undefined;
}
