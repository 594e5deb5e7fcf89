// A build of the model in the shape of a stack file.
import type { Build, BuildSecret } from './model/build.ts';
import type { Ulimits } from './model/run.ts';
import { bytesText, compact, ifTrue, modeText, orNothing, type Shape } from './shape.ts';

export function buildShape(build: Build): Shape {
  return compact({
    additional_contexts: orNothing(build.additionalContexts),
    args: orNothing(build.args),
    cache_from: build.cacheFrom,
    cache_to: build.cacheTo,
    context: build.context,
    dockerfile: build.dockerfile ?? (build.dockerfileInline === undefined ? 'Dockerfile' : undefined),
    dockerfile_inline: build.dockerfileInline,
    entitlements: build.entitlements,
    extra_hosts: build.extraHosts && hostsShape(build.extraHosts),
    isolation: build.isolation,
    labels: orNothing(build.labels),
    network: build.network,
    no_cache: ifTrue(build.noCache),
    no_cache_filter: build.noCacheFilter,
    platforms: build.platforms,
    privileged: build.privileged,
    provenance: build.provenance,
    pull: ifTrue(build.pull),
    sbom: build.sbom,
    secrets: build.secrets?.map(secretShape),
    shm_size: bytesText(build.shmBytes),
    ssh: build.ssh && sshShape(build.ssh),
    tags: orNothing(build.tags),
    target: build.target,
    ulimits: build.ulimits && ulimitsShape(build.ulimits),
    ...build.extensions,
  });
}

/** `name=address`, one for each address. */
export function hostsShape(hosts: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(hosts).flatMap(([name, addresses]) => addresses.map((address) => `${name}=${address}`));
}

/** One number where the soft limit is the hard one. */
export function ulimitsShape(ulimits: Ulimits): Shape {
  const limits = Object.entries(ulimits).map(([name, { soft, hard }]) => [name, soft === hard ? soft : { soft, hard }]);
  return Object.fromEntries(limits);
}

function secretShape(secret: BuildSecret): Shape {
  return compact({ ...secret, mode: secret.mode === undefined ? undefined : modeText(secret.mode) });
}

function sshShape(ssh: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(ssh).map(([id, path]) => (path === null ? id : `${id}=${path}`));
}
