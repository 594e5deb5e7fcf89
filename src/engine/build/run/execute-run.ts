// Runs the command of a RUN over the mounted root, with the runtime that containers have, and waits for its end.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BuildError } from '../../../core/errors.ts';
import type { BridgeNetworkSpec, ContainerNetwork, ContainerSpec } from '../../../core/specs.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { createPipe } from '../../../os/poller.ts';
import { spawnProcess, waitForExit } from '../../../os/process.ts';
import { callRuntime, deleteFromRuntime, isKnown, type OciRuntime } from '../../containers/oci-runtime.ts';
import type { ResolvedMount } from '../../containers/runtime-config/mounts.ts';
import { encodeRuntimeConfig } from '../../containers/runtime-config/oci-runtime-config.ts';
import { resolveUserInRoot } from '../../containers/runtime-config/resolve-user.ts';
import { runtimeConfig } from '../../containers/runtime-config/runtime-config.ts';
import type { RuntimeFacts } from '../../containers/runtime-facts.ts';
import { hostsFile, resolvConf } from '../../networks/container-files.ts';
import type { AttachRequest } from '../../networks/resolve-attachment.ts';
import { RootfsWriter } from '../copy/rootfs-writer.ts';
import type { RunStep } from '../stage/stage-step.ts';
import { missingPaths, removeMountPoints } from './mount-points.ts';
import { readLines } from './output-lines.ts';
import { runContainer, runDefaults } from './run-spec.ts';

/** What a RUN needs of the networks. */
export type BuildNetworks = {
  createNetwork(spec: BridgeNetworkSpec): unknown;
  attachContainer(request: AttachRequest): Promise<readonly { readonly ipv4: string; readonly gateway: string }[]>;
  detachContainer(containerId: string): Promise<void>;
  namespacePath(containerId: string): string;
};

export type RunDependencies = {
  readonly runtime: OciRuntime;
  readonly facts: (spec: ContainerSpec) => RuntimeFacts;
  readonly cgroupParent: string;
  readonly networks: BuildNetworks;
  /** The network of RUNs, made when the first one runs. */
  readonly network: BridgeNetworkSpec;
};

export type RunRequest = {
  readonly step: RunStep;
  /** The mounted root. */
  readonly rootfs: string;
  /** A directory of this step alone, on a tmpfs. */
  readonly directory: string;
  readonly mounts: readonly ResolvedMount[];
  readonly network: ContainerNetwork;
  readonly signal: AbortSignal;
  /** Takes what need not have ended when the step has. */
  readonly later: (work: Promise<void>) => void;
  readonly onLine: (line: string) => void;
};

const DEFAULT_TARGETS = ['/proc', '/dev', '/sys', '/etc/resolv.conf', '/etc/hosts'];
const LINES_KEPT = 15;
const KILL_AGAIN_MS = 50;
const ROOT = { uid: 0, gid: 0 };
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs it to its end. Throws `run-failed`. Nothing of it is left when this and what went to `later` are over, however it ends. */
export async function executeRun(request: RunRequest, dependencies: RunDependencies): Promise<void> {
  const { step, rootfs } = request;
  const id = `build-${randomBytes(16).toString('hex')}`;
  const targets = [
    ...DEFAULT_TARGETS,
    ...request.mounts.map(({ target }) => target),
    ...(step.script ? [step.script.path] : []),
  ];
  makeWorkingDir(rootfs, step.workingDir);
  const missing = missingPaths(rootfs, targets);
  try {
    const namespace = await joinNetwork(id, request, dependencies);
    writeBundle(id, namespace, { request, dependencies });
    await runBundle(id, request, dependencies);
  } finally {
    request.later(leaveNetwork(id, request, dependencies));
    removeMountPoints(rootfs, missing);
  }
}

type Namespace = { readonly path: string | 'host'; readonly address: string | null; readonly gateway: string | null };

async function joinNetwork(id: string, { network }: RunRequest, dependencies: RunDependencies): Promise<Namespace> {
  if (network.kind === 'host') return { path: 'host', address: null, gateway: null };
  const attachments = network.kind === 'networks' ? network.attachments : [];
  if (attachments.some((attachment) => attachment.network === dependencies.network.name)) {
    dependencies.networks.createNetwork(dependencies.network);
  }
  const [endpoint] = await dependencies.networks.attachContainer({
    containerId: id,
    name: id,
    service: null,
    attachments,
    ports: [],
    sharing: null,
  });
  const path = dependencies.networks.namespacePath(id);
  return { path, address: endpoint?.ipv4 ?? null, gateway: endpoint?.gateway ?? null };
}

async function leaveNetwork(id: string, { network }: RunRequest, { networks }: RunDependencies): Promise<void> {
  if (network.kind !== 'host') await networks.detachContainer(id);
}

type Preparation = { readonly request: RunRequest; readonly dependencies: RunDependencies };

function writeBundle(id: string, namespace: Namespace, { request, dependencies }: Preparation): void {
  const { step, rootfs, directory } = request;
  const spec = runContainer(id, step, request.network);
  mkdirSync(bundleOf(directory), { recursive: true });
  const { config } = runtimeConfig({
    id,
    spec,
    image: runDefaults(step),
    rootfs,
    networkNamespace: namespace.path,
    hostname: step.hostname,
    user: resolveUserInRoot(step.user || null, rootfs),
    mounts: [...request.mounts, ...scriptMount(step, directory)],
    files: writeFiles(namespace, { directory, hostname: step.hostname }),
    cgroupParent: dependencies.cgroupParent,
    ...dependencies.facts(spec),
  });
  writeFileSync(join(bundleOf(directory), 'config.json'), encodeRuntimeConfig(config));
}

function scriptMount({ script }: RunStep, directory: string): readonly ResolvedMount[] {
  if (!script) return [];
  const source = join(directory, 'script');
  writeFileSync(source, script.content, { mode: 0o755 });
  return [{ kind: 'bind', source, target: script.path, readOnly: true, propagation: null }];
}

/** /etc/hostname is the image's own matter. */
function writeFiles(
  { path, address, gateway }: Namespace,
  { directory, hostname }: { readonly directory: string; readonly hostname: string },
): { hosts: string; hostname: null; resolvConf: string } {
  const hosts = join(directory, 'hosts');
  const addresses = address === null ? [] : [address];
  writeFileSync(hosts, hostsFile({ hostname, domainname: null, addresses, extraHosts: [], gateway }));
  const resolv = join(directory, 'resolv.conf');
  const servers = path === 'host' || address === null ? { servers: [] } : {};
  writeFileSync(resolv, resolvConf({ search: [], options: [], host: hostResolvConf(), ...servers }));
  return { hosts, hostname: null, resolvConf: resolv };
}

function hostResolvConf(): string {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return '';
  }
}

async function runBundle(id: string, request: RunRequest, { runtime }: RunDependencies): Promise<void> {
  const { signal, directory, step } = request;
  signal.throwIfAborted();
  const log = join(directory, 'runtime.log');
  const kept: string[] = [];
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > LINES_KEPT) kept.shift();
    request.onLine(line);
  };
  const pipe = createPipe();
  const argv = [
    runtime.name,
    '--root',
    runtime.stateDirectory,
    '--log',
    log,
    'run',
    '--bundle',
    bundleOf(directory),
    id,
  ];
  const pid = spawn(runtime.path, argv, pipe);
  const ended = waitForExit(pid);
  const kill = (): void => void killUntil(ended, () => callRuntime(runtime, 'kill', id, 'KILL'));
  signal.addEventListener('abort', kill, { once: true });
  try {
    const [exitCode] = await Promise.all([ended, readLines(pipe.readEnd, keep)]);
    if (signal.aborted) throw signal.reason;
    if (exitCode !== 0) throw failed(step, { exitCode: exitCode ?? -1, output: kept, log });
  } finally {
    signal.removeEventListener('abort', kill);
    if (await isKnown(runtime, id)) await deleteFromRuntime(runtime, id);
    rmSync(log, { force: true });
  }
}

/** The container may not be there yet: it is told again until the runtime has ended. */
async function killUntil(ended: Promise<unknown>, kill: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    await kill();
    await Promise.race([over, setTimeout(KILL_AGAIN_MS)]);
  }
}

function spawn(
  path: string,
  argv: readonly string[],
  pipe: { readonly readEnd: number; readonly writeEnd: number },
): number {
  try {
    const descriptors = [
      [pipe.writeEnd, 1],
      [pipe.writeEnd, 2],
    ] as const;
    return spawnProcess(path, argv, { descriptors, environment: { PATH } });
  } catch (error) {
    closeDescriptor(pipe.readEnd);
    throw error;
  } finally {
    closeDescriptor(pipe.writeEnd);
  }
}

type Failure = { readonly exitCode: number; readonly output: readonly string[]; readonly log: string };

function failed({ title, at }: RunStep, { exitCode, output, log }: Failure): BuildError {
  const complaint = runtimeComplaint(log);
  const why = complaint === '' ? `failed with exit code ${exitCode}` : `could not be started: ${complaint}`;
  return new BuildError('run-failed', {
    message: `"${title}" ${why}`,
    at,
    output,
    facts: { exitCode },
  });
}

/** What the runtime itself has to say: a command that is not there, a mount that does not work. */
function runtimeComplaint(log: string): string {
  try {
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    return (lines.at(-1) ?? '')
      .replace(/^.*?(?:level=error msg=|\berror:\s*)/i, '')
      .replace(/^\S+Z:\s*/, '')
      .slice(0, 500);
  } catch {
    return '';
  }
}

function bundleOf(directory: string): string {
  return join(directory, 'bundle');
}

/** That of the base image may be missing; WORKDIR has made its own. */
function makeWorkingDir(rootfs: string, path: string): void {
  using writer = new RootfsWriter(rootfs);
  writer.ensureDirectory(path, ROOT);
}
