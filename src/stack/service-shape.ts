// A service of the model in the shape of a stack file.
import type {
  Build,
  FileGrant,
  Healthcheck,
  Mount,
  NetworkAttachment,
  NetworkMode,
  Port,
  Resources,
  RestartPolicy,
  Service,
} from './model.ts';
import { formatRange } from './ports.ts';
import { compact, ifTrue, orNothing, type Shape } from './shape.ts';

const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_MODE = 0o444;

export function serviceShape(service: Service): Shape {
  const { resources } = service;
  const shape = compact({
    ...resourcesShape(resources),
    attach: service.attach ? undefined : false,
    build: service.build && buildShape(service.build),
    cap_add: orNothing(service.capAdd),
    cap_drop: orNothing(service.capDrop),
    command: service.command,
    configs: orNothing(service.configs.map((grant) => grantShape(grant))),
    container_name: service.containerName,
    depends_on: orNothing(dependenciesShape(service)),
    dns: orNothing(service.dns),
    dns_opt: orNothing(service.dnsOptions),
    dns_search: orNothing(service.dnsSearch),
    domainname: service.domainname,
    entrypoint: service.entrypoint,
    environment: orNothing(service.environment),
    expose: service.expose,
    extra_hosts: orNothing(
      Object.entries(service.extraHosts).flatMap(([name, addresses]) =>
        addresses.map((address) => `${name}=${address}`),
      ),
    ),
    healthcheck: service.healthcheck && healthcheckShape(service.healthcheck),
    hostname: service.hostname,
    image: service.image,
    init: ifTrue(service.init),
    labels: orNothing(service.labels),
    network_mode: networkModeText(service.networkMode),
    networks: orNothing(
      Object.fromEntries(
        Object.entries(service.networks).map(([name, attachment]) => [name, attachmentShape(attachment)]),
      ),
    ),
    platform: service.platform,
    ports: orNothing(service.ports.map(portShape)),
    privileged: ifTrue(service.privileged),
    profiles: service.profiles,
    pull_policy: service.pullPolicy,
    read_only: ifTrue(service.readOnly),
    restart: restartText(service.restart),
    scale: service.scale === 1 ? undefined : service.scale,
    secrets: orNothing(service.secrets.map((grant) => grantShape(grant))),
    security_opt: orNothing(service.securityOpt),
    stdin_open: ifTrue(service.stdinOpen),
    stop_grace_period: service.stopGraceMs === DEFAULT_GRACE_MS ? undefined : durationText(service.stopGraceMs),
    stop_signal: service.stopSignal,
    sysctls: orNothing(service.sysctls),
    tmpfs: orNothing(service.volumes.flatMap(tmpfsText)),
    tty: ifTrue(service.tty),
    user: service.user,
    volumes: orNothing(service.volumes.flatMap((mount) => mountShape(mount) ?? [])),
    working_dir: service.workingDir,
  });
  return Object.fromEntries(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function resourcesShape(resources: Resources): Shape {
  const bytes = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  return {
    cpu_shares: resources.cpuShares,
    cpus: resources.cpus,
    cpuset: resources.cpuset,
    mem_limit: bytes(resources.memoryBytes),
    mem_reservation: bytes(resources.memoryReservationBytes),
    memswap_limit: bytes(resources.memorySwapBytes),
    oom_score_adj: resources.oomScoreAdj,
    pids_limit: resources.pids,
    shm_size: bytes(resources.shmBytes),
    ulimits: orNothing(
      Object.fromEntries(
        Object.entries(resources.ulimits).map(([name, { soft, hard }]) => [
          name,
          soft === hard ? soft : { soft, hard },
        ]),
      ),
    ),
  };
}

function buildShape(build: Build): Shape {
  return compact({
    additional_contexts: orNothing(build.additionalContexts),
    args: orNothing(build.args),
    context: build.context,
    dockerfile: build.dockerfile ?? (build.dockerfileInline === undefined ? 'Dockerfile' : undefined),
    dockerfile_inline: build.dockerfileInline,
    labels: orNothing(build.labels),
    network: build.network,
    no_cache: ifTrue(build.noCache),
    pull: ifTrue(build.pull),
    tags: orNothing(build.tags),
    target: build.target,
  });
}

function dependenciesShape(service: Service): Shape {
  const entries = Object.entries(service.dependsOn).map(([name, { condition, restart, required }]) => [
    name,
    compact({ condition, required, restart: ifTrue(restart) }),
  ]);
  return Object.fromEntries(entries);
}

function healthcheckShape(healthcheck: Healthcheck): Shape {
  if (healthcheck.kind === 'none') return { disable: true };
  const time = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : durationText(ms));
  return compact({
    test: healthcheck.test,
    interval: time(healthcheck.intervalMs),
    timeout: time(healthcheck.timeoutMs),
    retries: healthcheck.retries,
    start_period: time(healthcheck.startPeriodMs),
    start_interval: time(healthcheck.startIntervalMs),
  });
}

function networkModeText(mode: NetworkMode): string | undefined {
  if (mode.kind === 'networks') return undefined;
  if (mode.kind === 'service') return `service:${mode.service}`;
  return mode.kind === 'container' ? `container:${mode.container}` : mode.kind;
}

function attachmentShape(attachment: NetworkAttachment): Shape | null {
  const shape = compact({
    aliases: orNothing(attachment.aliases),
    gw_priority: attachment.gatewayPriority || undefined,
    ipv4_address: attachment.ipv4Address,
    ipv6_address: attachment.ipv6Address,
    mac_address: attachment.macAddress,
    priority: attachment.priority || undefined,
  });
  return orNothing(shape) ?? null;
}

function portShape(port: Port): Shape {
  return compact({
    mode: 'ingress',
    host_ip: port.hostIp,
    target: port.target,
    published: port.published && formatRange(port.published),
    protocol: port.protocol,
  });
}

function restartText(restart: RestartPolicy): string | undefined {
  if (restart.kind === 'no') return undefined;
  return restart.kind === 'on-failure' && restart.maxRetries > 0 ? `on-failure:${restart.maxRetries}` : restart.kind;
}

function grantShape(grant: FileGrant): Shape {
  return compact({
    source: grant.source,
    target: grant.target,
    uid: grant.uid ? String(grant.uid) : undefined,
    gid: grant.gid ? String(grant.gid) : undefined,
    mode: grant.mode === DEFAULT_MODE ? undefined : modeText(grant.mode),
  });
}

function mountShape(mount: Mount): Shape | undefined {
  const common = { target: mount.target, read_only: ifTrue(mount.readOnly) };
  switch (mount.kind) {
    case 'tmpfs':
      return undefined;
    case 'anonymous':
      return compact({ type: 'volume', ...common, volume: compact({ nocopy: ifTrue(mount.noCopy) }) });
    case 'volume':
      return compact({
        type: 'volume',
        source: mount.source,
        ...common,
        volume: compact({ nocopy: ifTrue(mount.noCopy), subpath: mount.subpath }),
      });
    case 'bind':
      return compact({
        type: 'bind',
        source: mount.source,
        ...common,
        bind: compact({
          create_host_path: mount.createSource ? undefined : false,
          propagation: mount.propagation,
          recursive: mount.recursive,
        }),
      });
  }
}

function tmpfsText(mount: Mount): readonly string[] {
  if (mount.kind !== 'tmpfs') return [];
  const known = [
    mount.readOnly ? 'ro' : undefined,
    mount.sizeBytes === undefined ? undefined : `size=${mount.sizeBytes}`,
    mount.mode === undefined ? undefined : `mode=${mount.mode.toString(8)}`,
  ];
  const options = [...known.filter((option) => option !== undefined), ...mount.options];
  return [options.length === 0 ? mount.target : `${mount.target}:${options.join(',')}`];
}

function modeText(mode: number): string {
  return `0${mode.toString(8)}`;
}

/** As Go prints durations: `1h0m0s`, `1m30s`, `1.5s`, `200ms`. */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1)
    return milliseconds < 1e-3 ? `${Math.round(milliseconds * 1e6)}ns` : `${trim(milliseconds * 1e3)}µs`;
  if (milliseconds < 1000) return `${trim(milliseconds)}ms`;
  const hours = Math.floor(milliseconds / 36e5);
  const minutes = Math.floor((milliseconds % 36e5) / 6e4);
  const seconds = trim((milliseconds % 6e4) / 1000);
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

function trim(value: number): number {
  return Number(value.toFixed(6));
}
