// The comparison itself: plain facts in, ordered findings out.
import type { ContainerFacts, DriftFacts, DriftFinding, FileFact, LiveFacts, NetworkFacts } from './drift.ts';
import { findLimitDrift } from './find-limit-drift.ts';
import { hiddenLabel } from './hide-secrets.ts';
import { isSensitive } from './sensitive.ts';
import { compareText } from './sorting.ts';

type Found = Omit<DriftFinding, 'stack' | 'resource' | 'service'>;

/** Every difference between what was applied and what is, by resource and field. `digestOf` must be keyed: it hides secrets. */
export function findDrift(facts: DriftFacts, digestOf: (text: string) => string): DriftFinding[] {
  const findings = [
    ...missingContainers(facts),
    ...facts.containers.flatMap((container) => {
      const resource = `container ${container.name}`;
      return findInContainer(container, facts).map((found) => named(facts, resource, found, container.service));
    }),
    ...facts.networks.flatMap((network) =>
      findInNetwork(network).map((found) => named(facts, `network ${network.name}`, found)),
    ),
    ...facts.volumes.filter(({ exists }) => !exists).map(({ name }) => named(facts, `volume ${name}`, gone('volume'))),
    ...facts.files.flatMap(({ path, expected, actual }) =>
      isSameFile(expected, actual) ? [] : [named(facts, `file ${path}`, editedFile(expected, actual))],
    ),
    ...(facts.firewallIntact === false ? [named(facts, 'firewall', firewallChanged())] : []),
  ];
  return findings.map((finding) => hideValues(finding, digestOf)).sort(compareFindings);
}

function named(facts: DriftFacts, resource: string, found: Found, service: string | null = null): DriftFinding {
  return { stack: facts.stack, resource, service, ...found };
}

function missingContainers(facts: DriftFacts): DriftFinding[] {
  const there = new Set(facts.containers.map(({ name }) => name));
  return facts.wanted
    .filter(({ name }) => !there.has(name))
    .map(({ name, service }) =>
      named(facts, `container ${name}`, { ...gone('container'), repair: 'automatic' }, service),
    );
}

function gone(kind: Found['class']): Found {
  return { field: 'exists', expected: true, actual: false, class: kind, repair: 'up' };
}

function findInContainer(container: ContainerFacts, facts: DriftFacts): Found[] {
  if (container.status === 'unknown') return [];
  return [
    ...findInImage(container, facts),
    ...findInStatus(container, facts),
    ...(container.live ? findInLive(container, container.live) : []),
  ];
}

function findInImage({ spec, service }: ContainerFacts, { images, tried = [] }: DriftFacts): Found[] {
  if (tried.includes(service ?? '')) return [];
  const applied = Object.hasOwn(images, spec.image) ? images[spec.image] : undefined;
  if (applied === undefined || applied === spec.imageId) return [];
  return [{ field: 'image', expected: applied, actual: spec.imageId, class: 'image', repair: 'up' }];
}

const SIGNALLED = 128;
/** SIGKILL and SIGTERM come from outside; other signals are a program's own failures. */
const FROM_OUTSIDE: readonly number[] = [9, 15];

/** Restart policies and users decide what runs; what neither of them ended is drift. */
function findInStatus(container: ContainerFacts, { awaited }: DriftFacts): Found[] {
  const { status, exitCode, oomKilled, spec, stoppedByUser, service } = container;
  const differs = (actual: string, repair: Found['repair']): Found[] => [
    { field: 'status', expected: 'running', actual, class: 'container', repair },
  ];
  if (status === 'dead') return differs('half removed', 'automatic');
  if (status === 'created') return differs('never started', 'up');
  if (status !== 'exited' || stoppedByUser) return [];
  const isDone = exitCode === 0 && (spec.restart.policy === 'no' || spec.restart.policy === 'on-failure');
  if (isDone || (exitCode === 0 && awaited.includes(service ?? ''))) return [];
  if (oomKilled) return differs('killed for want of memory', wasGivenUp(container) ? 'up' : 'automatic');
  if (exitCode !== null && exitCode > SIGNALLED && exitCode < 255) {
    const signal = exitCode - SIGNALLED;
    const mayStart = FROM_OUTSIDE.includes(signal) && !wasGivenUp(container);
    return differs(`killed by signal ${signal}`, mayStart ? 'automatic' : 'up');
  }
  return differs(`exited with ${exitCode ?? 'an unknown code'}`, 'up');
}

/** Its restart policy has had its say: to start it again would be to fight with it. */
function wasGivenUp({ spec }: ContainerFacts): boolean {
  return spec.restart.policy !== 'no';
}

function findInLive(container: ContainerFacts, live: LiveFacts): Found[] {
  if (live.process !== 'same')
    return [{ field: 'process', expected: 'same', actual: live.process, class: 'process', repair: 'restart' }];
  const inWords = (field: string, words: readonly string[]): Found[] =>
    words.map((actual) => ({ field, expected: 'intact', actual, class: 'network', repair: 'restart' }));
  return [
    ...findLimitDrift(live.limits),
    ...findInMounts(live.mounts),
    ...inWords('network', live.network),
    ...inWords('routes', live.routes),
    ...findInPorts(container, live),
    ...live.files.filter(({ expected, actual }) => expected !== actual).map(changedFile),
  ];
}

function findInMounts({ expected, actual }: LiveFacts['mounts']): Found[] {
  if (actual === null) return [];
  const there = new Set(actual);
  return expected
    .filter((target) => !there.has(target))
    .map((target) => ({
      field: `mounts.${target}`,
      expected: 'mounted',
      actual: 'missing',
      class: 'mount',
      repair: 'restart',
    }));
}

function findInPorts({ spec }: ContainerFacts, { servedPorts }: LiveFacts): Found[] {
  const missing = spec.ports.filter(
    (port) =>
      !servedPorts.some(
        (served) =>
          served.protocol === port.protocol &&
          served.containerPort === port.containerPort &&
          served.hostIp === port.hostIp &&
          (port.hostPort === null || (served.hostPort >= port.hostPort[0] && served.hostPort <= port.hostPort[1])),
      ),
  );
  return missing.map(({ protocol, hostIp, hostPort, containerPort }) => {
    const address = [hostIp ?? '*', hostPort === null ? '' : hostPort[0]].join(':');
    const field = `ports.${address}:${containerPort}/${protocol}`;
    return { field, expected: 'published', actual: 'not published', class: 'port', repair: 'restart' };
  });
}

/** Digests tell that it changed; those of secrets are keyed. */
function changedFile({ target, expected, actual }: LiveFacts['files'][number]): Found {
  const shown = actual === null ? 'missing' : hiddenLabel(actual);
  return { field: `files.${target}`, expected: hiddenLabel(expected), actual: shown, class: 'file', repair: 'restart' };
}

function findInNetwork({ problems, overlay }: NetworkFacts): Found[] {
  if (problems === null) return [gone('network')];
  const inWords = (field: string, words: readonly string[]): Found[] =>
    words.map((actual) => ({ field, expected: 'intact', actual, class: 'network', repair: 'automatic' }));
  return [...inWords('bridge', problems), ...inWords('overlay', overlay)];
}

/** An edit is for a person to look at: containers see it already, or on their next start. */
function editedFile(expected: FileFact, actual: FileFact): Found {
  return {
    field: 'content',
    expected: describeFile(expected),
    actual: describeFile(actual),
    class: 'file',
    repair: 'none',
  };
}

function describeFile(file: FileFact): string {
  return file === null ? 'not there' : `${file.size} bytes, ${file.sha256.replace(/^.*:/, '').slice(0, 12)}`;
}

function isSameFile(a: FileFact, b: FileFact): boolean {
  return a?.size === b?.size && a?.sha256 === b?.sha256;
}

function firewallChanged(): Found {
  return { field: 'rules', expected: 'intact', actual: 'flushed or changed', class: 'firewall', repair: 'automatic' };
}

/** Values are words and numbers of ours, but for names that a person chose. */
function hideValues(finding: DriftFinding, digestOf: (text: string) => string): DriftFinding {
  const { expected, actual } = finding;
  const hide = (value: DriftFinding['actual']): DriftFinding['actual'] =>
    typeof value === 'string' && isSensitive('', value) ? hiddenLabel(digestOf(value)) : value;
  return { ...finding, expected: hide(expected), actual: hide(actual) };
}

function compareFindings(a: DriftFinding, b: DriftFinding): number {
  return (
    compareText(a.resource, b.resource) ||
    compareText(a.field, b.field) ||
    compareText(String(a.actual), String(b.actual))
  );
}
