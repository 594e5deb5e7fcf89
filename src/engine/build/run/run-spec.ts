// A RUN in the words of a container, so that its process has what a container's has: capabilities, filters, masked paths.
import type { ContainerNetwork, ContainerSpec, ResourceSpec } from '../../../core/specs.ts';
import type { ImageDefaults } from '../../containers/runtime-config/image-defaults.ts';
import type { RunStep } from '../stage/stage-step.ts';

const NO_LIMITS: ResourceSpec = {
  memoryBytes: null,
  memoryReservationBytes: null,
  memorySwapBytes: null,
  cpus: null,
  cpuShares: null,
  cpuset: null,
  pids: null,
  shmBytes: null,
  oomScoreAdj: null,
  ulimits: {},
};

/** The container that runs the step. A container has HOSTNAME of its engine; a RUN has not. */
export function runContainer(id: string, step: RunStep, network: ContainerNetwork): ContainerSpec {
  const hasHostname = step.environment.some((entry) => entry.startsWith('HOSTNAME='));
  return {
    name: id,
    stack: null,
    service: null,
    replica: 0,
    image: 'build',
    imageId: '',
    entrypoint: [],
    command: step.args,
    environment: hasHostname ? {} : { HOSTNAME: null },
    workingDir: step.workingDir,
    user: step.user || null,
    hostname: step.hostname,
    domainname: null,
    init: false,
    tty: false,
    stdin: false,
    labels: {},
    stopSignal: null,
    stopGraceMs: 0,
    restart: { policy: 'no', maxRetries: 0 },
    healthcheck: null,
    postStart: [],
    preStop: [],
    mounts: [],
    network,
    ports: [],
    files: [],
    extraHosts: [],
    dns: [],
    dnsSearch: [],
    dnsOptions: [],
    sysctls: {},
    resources: NO_LIMITS,
    capAdd: [],
    capDrop: [],
    privileged: false,
    readOnly: false,
    securityOptions: [],
    autoRemove: true,
  };
}

/** What an image would give to the container: here the environment alone. */
export function runDefaults(step: RunStep): ImageDefaults {
  return {
    env: [...step.environment, ...step.proxies],
    entrypoint: null,
    cmd: null,
    workingDir: null,
    user: null,
    stopSignal: null,
    volumes: [],
    exposedPorts: [],
    healthcheck: null,
    shell: [],
    labels: {},
  };
}
