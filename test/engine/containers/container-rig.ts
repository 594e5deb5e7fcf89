// The engine of containers without a daemon around it, for tests that open and close it as a daemon would.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emitter } from '../../../src/core/emitter.ts';
import type { ContainerSpec } from '../../../src/core/specs.ts';
import { Tracer } from '../../../src/core/trace.ts';
import { ContainerEngine } from '../../../src/engine/containers/container-engine.ts';
import type { ContainerEvent } from '../../../src/engine/containers/container-options.ts';
import { readLog } from '../../../src/engine/containers/log-reader.ts';
import { observeHost } from '../../../src/engine/containers/runtime-config/host-facts.ts';
import { EMPTY_IMAGE } from '../../../src/engine/containers/runtime-config/image-defaults.ts';
import { probeRuntime, type RuntimeProbe } from '../../../src/engine/containers/runtime-config/probe-runtime.ts';
import { runtimeFacts } from '../../../src/engine/containers/runtime-facts.ts';
import { NetworkEngine } from '../../../src/engine/networks/network-engine.ts';
import { VolumeEngine } from '../../../src/engine/volumes/volume-engine.ts';
import { removeCgroup } from '../../../src/os/cgroups.ts';
import { becomeSubreaper } from '../../../src/os/process.ts';
import { Database } from '../../../src/store/database.ts';
import { createTestRoot, type TestRoot } from '../../support/test-root.ts';

let root: TestRoot;
let rootfs: string;
let runtime: RuntimeProbe;

/** Makes the place that every `Rig` of a test file is on; to be called before the tests. */
export async function openRigRoot(): Promise<TestRoot> {
  becomeSubreaper();
  root = await createTestRoot();
  for (const folder of ['containers', 'exits', 'runtime']) mkdirSync(join(root.runDirectory, folder));
  rootfs = makeBusyboxRootfs(root);
  runtime = await probeRuntime({ environment: process.env, directory: root.runDirectory });
  return root;
}

/** To be called after the tests. */
export async function closeRigRoot(): Promise<void> {
  await removeCgroup(`/${root.cgroupParent}`);
  await root[Symbol.asyncDispose]();
}

/** The parts of a daemon that containers need, on the state of this test file; opening it again is a restart of the daemon. */
export class Rig implements AsyncDisposable {
  readonly database = new Database(join(root.stateDirectory, 'dockr.db'));
  readonly events = new Emitter<ContainerEvent>();
  readonly seen: string[] = [];
  readonly warnings: string[] = [];
  readonly secretValues = new Map<string, Buffer>();
  readonly networks: NetworkEngine;
  readonly volumes: VolumeEngine;
  readonly containers: ContainerEngine;

  constructor() {
    const stateDirectory = root.stateDirectory;
    const runDirectory = root.runDirectory;
    const onWarning = (code: string, message: string): void => {
      this.warnings.push(`${code}: ${message}`);
    };
    this.networks = new NetworkEngine({
      database: this.database,
      runDir: runDirectory,
      bridgePrefix: root.bridgePrefix,
      tableName: root.nftTable,
      pools: [root.addressPool],
      linkGroup: 0x7000 + (process.pid & 0xfff),
      onWarning,
    });
    this.volumes = new VolumeEngine(this.database, stateDirectory);
    this.events.listen(({ action, record }) => this.seen.push(`${action} ${record.name}`));
    const containers: ContainerEngine = new ContainerEngine({
      database: this.database,
      stateDirectory,
      runDirectory,
      runtime: { path: runtime.path, name: runtime.name, stateDirectory: join(runDirectory, 'runtime') },
      conmonPath: runtime.conmonPath,
      bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      prepare: {
        cgroupParent: `/${root.cgroupParent}`,
        runtimeFacts: runtimeFacts({
          host: observeHost(),
          seccompBpf: runtime.seccompBpf,
          seccompCache: join(stateDirectory, 'seccomp'),
          recursiveReadOnly: runtime.recursiveReadOnly,
        }),
        containerId: (name) => containers.find(name)?.record.id,
        secretValue: (digest) => this.secretValues.get(digest),
      },
      images: { layerPaths: () => [rootfs], defaults: () => ({ ...EMPTY_IMAGE, volumes: [] }) },
      networks: this.networks,
      volumes: this.volumes,
      tracer: new Tracer(),
      onEvent: (event) => this.events.emit(event),
      onWarning,
    });
    this.containers = containers;
  }

  async restore(): Promise<this> {
    await this.networks.restore(this.containers.survivors());
    await this.containers.restore();
    return this;
  }

  async runToEnd(spec: Partial<ContainerSpec>): Promise<{ id: string; exitCode: number; output: string[] }> {
    const id = await this.containers.create(specOf(spec));
    await this.containers.start(id);
    const exitCode = await this.containers.waitForEnd(id);
    return { id, exitCode, output: await this.outputOf(id) };
  }

  async outputOf(id: string): Promise<string[]> {
    const lines: string[] = [];
    const request = {
      tail: null,
      sinceMs: null,
      untilMs: null,
      follow: false,
      signal: new AbortController().signal,
      ended: () => true,
    };
    let part = '';
    for await (const line of readLog(this.containers.pathsOf(id).log, request)) {
      // What a program writes at once may come in parts, and the other way round.
      part += line.text;
      if (line.partial) continue;
      lines.push(`${line.stream}: ${part}`);
      part = '';
    }
    return lines;
  }

  /** As if the daemon had been killed: nothing is stopped or removed. */
  async close(): Promise<void> {
    this.containers.close();
    await this.networks.close();
    this.database[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { record } of this.containers.list())
      await this.containers.remove(record.id, { volumes: true, graceMs: 0 });
    for (const { name } of this.networks.listNetworks()) await this.networks.removeNetwork(name);
    for (const { name } of this.volumes.list()) await this.volumes.remove(name);
    await this.close();
  }
}

let counter = 0;

/** A container that does nothing, with what the test is about in its place. */
export function specOf(spec: Partial<ContainerSpec>): ContainerSpec {
  return {
    name: `c${++counter}`,
    stack: null,
    service: null,
    replica: 0,
    image: 'busybox',
    imageId: 'sha256:0',
    entrypoint: null,
    command: ['true'],
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
    stopGraceMs: 500,
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
    ...spec,
  };
}

function makeBusyboxRootfs(testRoot: TestRoot): string {
  const directory = testRoot.makeDirectory('rootfs');
  for (const folder of ['bin', 'etc', 'tmp', 'data']) mkdirSync(join(directory, folder));
  cpSync('/bin/busybox', join(directory, 'bin/busybox'), { dereference: true });
  for (const applet of [
    'sh',
    'true',
    'false',
    'sleep',
    'cat',
    'echo',
    'id',
    'ls',
    'trap',
    'kill',
    'head',
    'tr',
    'seq',
    'nslookup',
    'ip',
  ])
    symlinkSync('busybox', join(directory, 'bin', applet));
  writeFileSync(
    join(directory, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n',
  );
  writeFileSync(join(directory, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  writeFileSync(join(directory, 'data/seed'), 'from the image\n');
  return directory;
}

/** Runs a script of busybox' shell. */
export const shell = (script: string): Partial<ContainerSpec> => ({ command: ['sh', '-c', script] });
