// Reads what of a stack may differ from what was applied, for find-drift.ts. Nothing is changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { NetworkLook } from '../engine/networks/network-observer.ts';
import { containerName } from '../reconcile/desire-container.ts';
import type { ContainerFacts, DriftFacts, DriftFinding, LiveFacts } from '../reconcile/drift.ts';
import { driftSettings, isIgnored } from '../reconcile/drift-settings.ts';
import { findDrift } from '../reconcile/find-drift.ts';
import type { Service, Stack } from '../stack/model.ts';
import { isStopped } from '../store/containers.ts';
import { boundFiles } from './bind-inputs.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { sharingProblems } from './observe-sharing.ts';
import { servicesWithCanary } from './promote-request.ts';
import { appliedScale } from './scale-inputs.ts';
import { readSealed } from './seal-stack.ts';

/** How the digests of secrets begin. */
const KEYED = 'hmac-sha256:';

/** What is shared by all stacks that are looked at in one round; without `networks`, a stack's own are looked at. */
export type DriftLook = { readonly networks?: NetworkLook; readonly firewallIntact: boolean };

export async function lookAtMachine(engine: Engine): Promise<DriftLook> {
  return { networks: engine.networks.observer.look(), firewallIntact: await engine.networks.isFirewallIntact() };
}

/** The differences of a stack that no rule of it leaves out. Throws `stack-not-applied`. */
export function driftOf(engine: Engine, stack: string, look: DriftLook): DriftFinding[] {
  const applied = appliedStack(engine, stack);
  const findings = findDrift(observeDrift(engine, applied, look), (text) => engine.keyedDigest(Buffer.from(text)));
  const settings = driftSettings(applied.model);
  return findings.filter((finding) => !isIgnored(finding, settings));
}

type Applied = {
  readonly model: Stack;
  readonly inputs: Readonly<Record<string, string>>;
  readonly images: Readonly<Record<string, string>>;
};

function appliedStack(engine: Engine, name: string): Applied {
  const record = engine.stacks.find(name);
  if (!record)
    throw new StackError('stack-not-applied', {
      message: `stack "${name}" has not been applied on this machine`,
      hint: 'see "dockr ls --all"',
    });
  const revision = engine.revisions.find(name, record.revision);
  // The values of its secrets are not looked at: containers have their digests.
  const model = readSealed(record.model) as unknown as Stack;
  return { model, inputs: revision?.inputs ?? {}, images: revision?.images ?? {} };
}

function observeDrift(engine: Engine, { model, inputs, images }: Applied, look: DriftLook): DriftFacts {
  const services = Object.values(model.services);
  const scaled = services.map((service) => ({ service, count: appliedScale(inputs, service.name) ?? service.scale }));
  const used = scaled.filter(({ count }) => count > 0).map(({ service }) => service);
  const views = engine.containers.list(model.name).filter(({ record }) => !record.name.includes('#'));
  const ownNetworks = networksOf(model, used);
  const containers = views.map(({ record }) => record.id);
  const networks = look.networks ?? engine.networks.observer.look({ containers, networks: ownNetworks });
  return {
    stack: model.name,
    wanted: scaled.flatMap(({ service, count }) =>
      Array.from({ length: count }, (_, index) => ({
        name: containerName(model, service, index + 1),
        service: service.name,
      })),
    ),
    images,
    awaited: awaitedBy(services),
    tried: servicesWithCanary(engine, model.name),
    containers: views.map((view) => observeContainer(engine, view, networks)),
    networks: ownNetworks.map((name) => ({
      name,
      problems: networks.networks.get(name) ?? null,
      overlay: networks.overlays.get(name) ?? [],
    })),
    volumes: volumesOf(model, used).map((name) => ({ name, exists: engine.volumes.find(name) !== undefined })),
    files: boundFiles(inputs),
    firewallIntact: ownNetworks.length > 0 ? look.firewallIntact : undefined,
  };
}

function awaitedBy(services: readonly Service[]): string[] {
  return services.flatMap(({ dependsOn }) =>
    Object.entries(dependsOn).flatMap(([name, { condition }]) =>
      condition === 'service_completed_successfully' ? [name] : [],
    ),
  );
}

function networksOf({ networks }: Stack, services: readonly Service[]): string[] {
  const keys = services.flatMap((service) => Object.keys(service.networks));
  return [...new Set(keys.flatMap((key) => networks[key]?.name ?? []))].sort();
}

function volumesOf({ volumes }: Stack, services: readonly Service[]): string[] {
  const mounts = services.flatMap((service) => service.volumes);
  const keys = mounts.flatMap((mount) => (mount.kind === 'volume' ? [mount.source] : []));
  return [...new Set(keys.flatMap((key) => volumes[key]?.name ?? []))].sort();
}

function observeContainer(engine: Engine, view: ContainerView, networks: NetworkLook): ContainerFacts {
  const { record, status } = view;
  return {
    name: record.name,
    service: record.spec.service,
    spec: record.spec,
    status,
    exitCode: record.exitCode,
    oomKilled: record.oomKilled,
    stoppedByUser: isStopped(record),
    live: status === 'running' ? observeLive(engine, view, networks) : null,
  };
}

function observeLive(engine: Engine, view: ContainerView, networks: NetworkLook): LiveFacts | null {
  const { id, spec } = view.record;
  const run = engine.containers.observeRun(id);
  if (!run) return null;
  const own = networks.containers.get(id);
  return {
    ...run,
    network: [...(own?.links ?? []), ...sharingProblems(engine, view)],
    routes: own?.routes ?? [],
    // Of one without a namespace of its own nothing is published.
    servedPorts: own ? engine.networks.servedPorts(id) : spec.ports.flatMap(asServed),
    files: observeFiles(engine, view),
  };
}

function asServed({ protocol, hostIp, hostPort, containerPort }: ContainerFacts['spec']['ports'][number]) {
  return [{ protocol, hostIp, hostPort: hostPort?.[0] ?? 0, containerPort }];
}

/** The host's side of secrets and configs. */
function observeFiles(engine: Engine, { record }: ContainerView): LiveFacts['files'] {
  const folder = join(engine.containers.pathsOf(record.id).bundle, 'files');
  return record.spec.files.map(({ target, digest }, index) => {
    const bytes = readIfThere(join(folder, String(index)));
    if (bytes === undefined) return { target, expected: digest, actual: null };
    return { target, expected: digest, actual: digest.startsWith(KEYED) ? engine.keyedDigest(bytes) : sha256(bytes) };
  });
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
