// A service of the model in the shape of a stack file.
import { buildShape, hostsShape, ulimitsShape } from './build-shape.ts';
import { deployShape } from './deploy-shape.ts';
import { blkioShape, deviceRequestShape, deviceShape } from './device-shape.ts';
import { developShape, hookShape, initContainerShape } from './hook-shape.ts';
import type { Dependency, Healthcheck, NetworkAttachment, NetworkMode, Port, RestartPolicy } from './model/run.ts';
import type { EnvFile, ModelUse, Service } from './model.ts';
import { grantShape, mountShapes, tmpfsTexts } from './mount-shape.ts';
import { formatRange } from './ports.ts';
import { bytesText, compact, durationShape, ifTrue, mapValues, orNothing, type Shape } from './shape.ts';

const DEFAULT_GRACE_MS = 10_000;

/** Keys sorted. */
export function serviceShape(service: Service): Shape {
  const shape = compact({
    ...processShape(service),
    ...surroundingsShape(service),
    ...resourcesShape(service),
    ...rarelyShape(service),
    ...service.extensions,
  });
  return Object.fromEntries(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a default is to be printed, because the file says it. */
function isWritten(service: Service, key: string): boolean {
  return service.written?.includes(key) ?? false;
}

/** What runs, as whom, and until when. */
function processShape(service: Service): Shape {
  const isGraceWritten = service.stopGraceMs !== DEFAULT_GRACE_MS || isWritten(service, 'stop_grace_period');
  const isScaleWritten = isWritten(service, 'scale') || (service.scale !== 1 && service.deploy?.replicas === undefined);
  return {
    attach: service.attach && !isWritten(service, 'attach') ? undefined : service.attach,
    build: service.build && buildShape(service.build),
    command: service.command,
    container_name: service.containerName,
    domainname: service.domainname,
    entrypoint: service.entrypoint,
    env_file: service.envFiles?.map(envFileShape),
    environment: orNothing(service.environment),
    healthcheck: service.healthcheck && healthcheckShape(service.healthcheck),
    hostname: service.hostname,
    image: service.image,
    init: service.init || isWritten(service, 'init') ? service.init : undefined,
    label_file: service.labelFiles,
    labels: orNothing(service.labels),
    platform: service.platform,
    profiles: service.profiles,
    pull_policy: service.pullPolicy ?? service.pullRefresh,
    restart: restartText(service),
    scale: isScaleWritten ? service.scale : undefined,
    stdin_open: ifTrue(service.stdinOpen),
    stop_grace_period: isGraceWritten ? durationShape(service.stopGraceMs) : undefined,
    stop_signal: service.stopSignal,
    tty: ifTrue(service.tty),
    user: service.user,
    working_dir: service.workingDir,
  };
}

/** What it sees of others, of the network and of the disk. */
function surroundingsShape(service: Service): Shape {
  return {
    configs: orNothing(service.configs.map((grant) => grantShape(grant, 'config'))),
    depends_on: orNothing(mapValues({ ...service.absentDependencies, ...service.dependsOn }, dependencyShape)),
    dns: orNothing(service.dns),
    dns_opt: orNothing(service.dnsOptions),
    dns_search: orNothing(service.dnsSearch),
    expose: service.expose,
    extra_hosts: orNothing(hostsShape(service.extraHosts)),
    network_mode: networkModeText(service.networkMode),
    networks: orNothing(mapValues(service.networks, attachmentShape)),
    ports: orNothing(service.ports.map(portShape)),
    secrets: orNothing(service.secrets.map((grant) => grantShape(grant, 'secret'))),
    tmpfs: orNothing(tmpfsTexts(service.volumes)),
    volumes: orNothing(mountShapes(service.volumes)),
  };
}

/** What it may use, and what it may do. */
function resourcesShape(service: Service): Shape {
  const { resources, deploy } = service;
  const { limits, reservations } = deploy ?? {};
  // What `deploy` says is printed there.
  const unless = <T>(key: string, value: T, deployed: unknown): T | undefined =>
    deployed === undefined || isWritten(service, key) ? value : undefined;
  return {
    cap_add: orNothing(service.capAdd),
    cap_drop: orNothing(service.capDrop),
    cpu_count: resources.cpuCount,
    cpu_percent: resources.cpuPercent,
    cpu_period: resources.cpuPeriodUs,
    cpu_quota: resources.cpuQuotaUs,
    cpu_rt_period: resources.cpuRealtimePeriodUs,
    cpu_rt_runtime: resources.cpuRealtimeRuntimeUs,
    cpu_shares: resources.cpuShares,
    cpus: unless('cpus', resources.cpus, limits?.cpus),
    cpuset: resources.cpuset,
    mem_limit: unless('mem_limit', bytesText(resources.memoryBytes), limits?.memoryBytes),
    mem_reservation: unless('mem_reservation', bytesText(resources.memoryReservationBytes), reservations?.memoryBytes),
    mem_swappiness: bytesText(resources.memorySwappiness),
    memswap_limit: bytesText(resources.memorySwapBytes),
    oom_kill_disable: resources.oomKillDisable,
    oom_score_adj: resources.oomScoreAdj || undefined,
    pids_limit: unless('pids_limit', resources.pids, limits?.pids),
    privileged: ifTrue(service.privileged),
    read_only: ifTrue(service.readOnly),
    security_opt: orNothing(service.securityOpt),
    shm_size: bytesText(resources.shmBytes),
    sysctls: orNothing(service.sysctls),
    ulimits: orNothing(ulimitsShape(resources.ulimits)),
  };
}

/** What few services have. */
function rarelyShape(service: Service): Shape {
  return {
    annotations: service.annotations,
    blkio_config: service.blkio && blkioShape(service.blkio),
    cgroup: service.cgroup,
    cgroup_parent: service.cgroupParent,
    credential_spec: service.credentialSpec && withExtensions(service.credentialSpec),
    deploy: service.deploy && deployShape(service.deploy),
    develop: service.develop && developShape(service.develop),
    device_cgroup_rules: service.deviceCgroupRules,
    devices: service.devices?.map(deviceShape),
    external_links: service.externalLinks,
    gpus: service.gpus?.map(deviceRequestShape),
    group_add: service.groupAdd,
    ipc: service.ipc,
    isolation: service.isolation,
    links: service.links,
    logging: service.logging && withExtensions(service.logging),
    mac_address: service.macAddress,
    models: service.models && mapValues(service.models, modelUseShape),
    pid: service.pid,
    post_start: service.postStart?.map(hookShape),
    pre_start: service.preStart?.map(initContainerShape),
    pre_stop: service.preStop?.map(hookShape),
    provider: service.provider && withExtensions(service.provider),
    pull_refresh_after: service.pullRefreshAfter,
    runtime: service.runtime,
    storage_opt: service.storageOptions,
    use_api_socket: service.useApiSocket,
    userns_mode: service.usernsMode,
    uts: service.uts,
    volumes_from: service.volumesFrom,
  };
}

/** The `x-` keys in their place, beside the others. */
function withExtensions({ extensions, ...rest }: Shape & { readonly extensions?: Shape }): Shape {
  return { ...rest, ...extensions };
}

function envFileShape({ path, required, format }: EnvFile): Shape {
  return compact({ path, required: required ? undefined : false, format });
}

function dependencyShape({ condition, restart, required, extensions }: Dependency): Shape {
  return compact({ condition, required, restart: ifTrue(restart), ...extensions });
}

function modelUseShape({ endpointVariable, modelVariable }: ModelUse): Shape | null {
  return orNothing(compact({ endpoint_var: endpointVariable, model_var: modelVariable })) ?? null;
}

function healthcheckShape(healthcheck: Healthcheck): Shape {
  const isTestNone = healthcheck.test?.[0] === 'NONE';
  return compact({
    disable: healthcheck.kind === 'none' && !isTestNone ? true : undefined,
    test: healthcheck.test,
    interval: durationShape(healthcheck.intervalMs),
    timeout: durationShape(healthcheck.timeoutMs),
    retries: healthcheck.retries,
    start_period: durationShape(healthcheck.startPeriodMs),
    start_interval: durationShape(healthcheck.startIntervalMs),
    ...healthcheck.extensions,
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
    link_local_ips: attachment.linkLocalIps,
    driver_opts: attachment.driverOptions,
    interface_name: attachment.interfaceName,
    ...attachment.extensions,
  });
  return orNothing(shape) ?? null;
}

function portShape(port: Port): Shape {
  return compact({
    name: port.name,
    mode: port.mode ?? 'ingress',
    host_ip: port.hostIp,
    target: port.target,
    published: port.published && formatRange(port.published),
    protocol: port.protocol,
    app_protocol: port.appProtocol,
    ...port.extensions,
  });
}

/** `deploy` says it in its own words. */
function restartText(service: Service): string | undefined {
  const { restart, deploy } = service;
  if (deploy?.restartPolicy) return undefined;
  if (restart.kind === 'no') return isWritten(service, 'restart') ? 'no' : undefined;
  return restart.kind === 'on-failure' ? failureText(restart) : restart.kind;
}

function failureText({ kind, maxRetries }: Extract<RestartPolicy, { readonly kind: 'on-failure' }>): string {
  return maxRetries > 0 ? `${kind}:${maxRetries}` : kind;
}
