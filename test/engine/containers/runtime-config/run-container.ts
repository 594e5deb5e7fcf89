// Runs what runtimeConfig gives under the real runtimes, in a root file system made of busybox, and takes everything away again.
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerSpec } from '../../../../src/core/specs.ts';
import { type HostFacts, observeHost } from '../../../../src/engine/containers/runtime-config/host-facts.ts';
import { EMPTY_IMAGE, type ImageDefaults } from '../../../../src/engine/containers/runtime-config/image-defaults.ts';
import { encodeRuntimeConfig } from '../../../../src/engine/containers/runtime-config/oci-runtime-config.ts';
import {
  type RuntimeConfigResult,
  type RuntimeInput,
  runtimeConfig,
} from '../../../../src/engine/containers/runtime-config/runtime-config.ts';
import { removeCgroup } from '../../../../src/os/cgroups.ts';
import { type RunResult, runProcess } from '../../../../src/os/process.ts';

import { waitFor } from '../../../support/wait-for.ts';

export type RuntimeName = 'crun' | 'runc';
const PATHS: Readonly<Record<RuntimeName, readonly string[]>> = {
  crun: ['/usr/bin/crun', '/usr/local/bin/crun'],
  runc: ['/usr/sbin/runc', '/usr/bin/runc', '/usr/local/sbin/runc'],
};
const APPLETS = [
  'sh',
  'cat',
  'id',
  'env',
  'ls',
  'pwd',
  'grep',
  'mount',
  'touch',
  'sleep',
  'hostname',
  'true',
  'dd',
  'head',
  'stat',
  'echo',
  'sysctl',
  'mkdir',
  'dmesg',
];

/** Why containers cannot be run here, or false. */
export function runtimeSkipReason(name: RuntimeName): string | false {
  if (process.getuid?.() !== 0) return 'needs root';
  if (!existsSync('/bin/busybox')) return 'needs busybox-static';
  return runtimePath(name) ? false : `needs ${name}`;
}

export function runtimePath(name: RuntimeName): string | undefined {
  return PATHS[name].find((path) => existsSync(path));
}

/** A spec that asks for nothing. */
export const PLAIN_SPEC: ContainerSpec = {
  name: 'web',
  stack: null,
  service: null,
  replica: 0,
  image: 'busybox',
  imageId: 'sha256:0',
  entrypoint: null,
  command: null,
  environment: {},
  workingDir: null,
  user: null,
  hostname: null,
  domainname: null,
  init: false,
  tty: false,
  stdin: false,
  labels: {},
  stopSignal: null,
  stopGraceMs: 10_000,
  restart: { policy: 'no', maxRetries: 0 },
  healthcheck: null,
  postStart: [],
  preStop: [],
  mounts: [],
  network: { kind: 'none' },
  ports: [],
  files: [],
  extraHosts: [],
  dns: [],
  dnsSearch: [],
  dnsOptions: [],
  sysctls: {},
  resources: {
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
  },
  capAdd: [],
  capDrop: [],
  privileged: false,
  readOnly: false,
  securityOptions: [],
  autoRemove: false,
};

export type Overrides = {
  readonly spec?: Partial<ContainerSpec>;
  readonly image?: Partial<ImageDefaults>;
  readonly input?: Partial<RuntimeInput>;
};

export const hostFacts: HostFacts = {
  hostname: 'machine',
  cgroupVersion: 1,
  capabilities: observeHostCapabilities(),
  hardLimits: { nofile: 20_000 },
  oomScoreAdj: 0,
  cpuCount: 2,
  swapAccounting: true,
  thermalPaths: [],
};

function observeHostCapabilities(): readonly string[] {
  return observeHost().capabilities;
}

/** A whole input, with what a test does not care for filled in. */
export function runtimeInput({ spec, image, input }: Overrides = {}): RuntimeInput {
  return {
    id: '0123456789abcdef'.repeat(4),
    spec: { ...PLAIN_SPEC, command: ['true'], ...spec },
    image: { ...EMPTY_IMAGE, ...image },
    rootfs: '/rootfs',
    networkNamespace: '/run/netns/of-the-container',
    hostname: null,
    user: { uid: 0, gid: 0, additionalGids: [0], home: '/root', name: 'root' },
    mounts: [],
    files: { hosts: null, hostname: null, resolvConf: null },
    cgroupParent: '/dockr',
    seccomp: { kind: 'none' },
    recursiveReadOnly: true,
    initPath: null,
    hostDevices: [],
    host: hostFacts,
    ...input,
  };
}

export type ContainerRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly result: RuntimeConfigResult;
};

let count = 0;

/** A directory with a root file system, for the containers of one test file. */
export class ContainerBench implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-config-'));
  readonly rootfs = join(this.directory, 'rootfs');
  readonly cgroupParent = `/dockr-config-${process.pid}`;

  constructor() {
    for (const folder of ['bin', 'etc', 'tmp', 'sbin', 'root', 'work'])
      mkdirSync(join(this.rootfs, folder), { recursive: true });
    chmodSync(this.directory, 0o755);
    chmodSync(join(this.rootfs, 'tmp'), 0o1777);
    copyFileSync('/bin/busybox', join(this.rootfs, 'bin/busybox'));
    accessSync(join(this.rootfs, 'bin/busybox'), constants.X_OK);
    for (const applet of APPLETS) symlinkSync('busybox', join(this.rootfs, 'bin', applet));
    writeFileSync(join(this.rootfs, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nweb:x:1000:1001::/home/web:/bin/sh\n');
    writeFileSync(join(this.rootfs, 'etc/group'), 'root:x:0:\nweb:x:1001:\nlogs:x:2000:web\n');
  }

  /** Runs a shell script as the container's command, to its end. The network namespace is a new, empty one. */
  async run(name: RuntimeName, script: string, overrides: Overrides = {}): Promise<ContainerRun> {
    const { id, bundle, result } = this.#writeBundle(script, overrides);
    return { ...(await this.#call(name, 'run', '--bundle', bundle, id)), result };
  }

  /** The output of a shell script that `crun exec` runs in a container that runs something else. */
  async execWhileRunning(script: string, overrides: Overrides = {}): Promise<string> {
    const { id, bundle } = this.#writeBundle('touch /tmp/started; exec sleep 60', overrides);
    const first = this.#call('crun', 'run', '--bundle', bundle, id);
    try {
      await waitFor('the container to start', () => existsSync(join(this.rootfs, 'tmp/started')));
      return (await this.#call('crun', 'exec', id, '/bin/sh', '-c', script)).stdout;
    } finally {
      await this.#call('crun', 'kill', id, 'KILL');
      await first;
    }
  }

  #writeBundle(
    script: string,
    overrides: Overrides,
  ): { readonly id: string; readonly bundle: string; readonly result: RuntimeConfigResult } {
    const id = `t${process.pid}-${++count}`;
    const bundle = join(this.directory, id);
    mkdirSync(bundle);
    const base = runtimeInput({ ...overrides, spec: { command: ['/bin/sh', '-c', script], ...overrides.spec } });
    const own = { id, rootfs: this.rootfs, cgroupParent: this.cgroupParent, host: observeHost() };
    const result = runtimeConfig({ ...base, ...own, ...overrides.input });
    writeFileSync(join(bundle, 'config.json'), withOwnNetwork(encodeRuntimeConfig(result.config)));
    return { id, bundle, result };
  }

  #call(name: RuntimeName, ...argv: readonly string[]): Promise<RunResult> {
    const all = [name, '--root', join(this.directory, 'state'), ...argv];
    return runProcess(runtimePath(name) ?? name, all, { environment: { PATH: process.env.PATH ?? '' } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeCgroup(this.cgroupParent);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

// The engine makes a namespace beforehand; here the runtime makes it, which needs no path.
function withOwnNetwork(text: string): string {
  return text.replace('"type":"network","path":"/run/netns/of-the-container"', '"type":"network"');
}
