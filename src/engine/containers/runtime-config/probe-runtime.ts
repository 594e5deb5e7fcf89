// Which OCI runtime serves this machine: found out by creating a container that is never started, because version numbers and
// flags do not tell (a hybrid cgroup makes crun refuse at creation).
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemError } from '../../../core/errors.ts';
import { cgroupHierarchies, cgroupVersion, forgetCgroupHierarchies } from '../../../os/cgroup-hierarchies.ts';
import { removeCgroup } from '../../../os/cgroups.ts';
import { findProgram, isExecutable, SEARCH_PATH } from '../../../os/find-program.ts';
import { runProcess, spawnProcess, waitForExit } from '../../../os/process.ts';

export type RuntimeName = 'crun' | 'runc';

export type RuntimeProbe = {
  readonly path: string;
  readonly name: RuntimeName;
  readonly version: string;
  /** Why this one, for `doctor`. */
  readonly reason: string;
  readonly conmonPath: string;
  readonly cgroupVersion: 1 | 2;
  /** Whether it takes a compiled seccomp program in an annotation. */
  readonly seccompBpf: boolean;
  /** Whether it and the kernel know `rro`. */
  readonly recursiveReadOnly: boolean;
};

export type ProbeOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For the trial bundle; the system's directory for temporary files by default. */
  readonly directory?: string;
};

const PREFERENCE: readonly RuntimeName[] = ['crun', 'runc'];

/** crun where it works, else runc; `DOCKR_RUNTIME` (a name or a path) forces one. Throws `no-runtime`, `no-conmon` or `runtime-unusable`. */
export async function probeRuntime(options: ProbeOptions): Promise<RuntimeProbe> {
  const { environment } = options;
  const forced = environment['DOCKR_RUNTIME'];
  const candidates = forced ? [await findForced(forced, environment)] : await findAll(environment);
  const conmonPath = await findProgram('conmon', environment);
  if (!conmonPath)
    throw new SystemError('no-conmon', { message: 'cannot find conmon', hint: 'apt-get install conmon' });
  forgetCgroupHierarchies();
  const failures: string[] = [];
  for (const candidate of candidates) {
    const failure = await tryRuntime(candidate, options.directory ?? tmpdir());
    if (failure === undefined) return describe(candidate, { failures, conmonPath, isForced: Boolean(forced) });
    failures.push(explain(candidate.name, failure));
  }
  throw new SystemError('runtime-unusable', {
    message: `no OCI runtime works on this machine: ${failures.join('; ')}`,
    output: failures,
  });
}

type Environment = ProbeOptions['environment'];
type Candidate = { readonly name: RuntimeName; readonly path: string };

async function findAll(environment: Environment): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const name of PREFERENCE) {
    const path = await findProgram(name, environment);
    if (path) found.push({ name, path });
  }
  if (found.length > 0) return found;
  throw new SystemError('no-runtime', { message: 'cannot find crun or runc', hint: 'apt-get install crun' });
}

async function findForced(text: string, environment: Environment): Promise<Candidate> {
  const base = text.slice(text.lastIndexOf('/') + 1);
  const name = PREFERENCE.find((each) => base.startsWith(each));
  const path = text.includes('/') ? text : await findProgram(text, environment);
  if (name && path && (await isExecutable(path))) return { name, path };
  throw new SystemError('no-runtime', {
    message: `cannot use the runtime "${text}" of DOCKR_RUNTIME: expected crun, runc, or the path of one`,
    hint: name ? `apt-get install ${name}` : undefined,
  });
}

async function describe(
  { name, path }: Candidate,
  found: { readonly failures: readonly string[]; readonly conmonPath: string; readonly isForced: boolean },
): Promise<RuntimeProbe> {
  const { stdout } = await runProcess(path, [name, '--version'], { environment: { PATH: SEARCH_PATH } });
  const version = /version ([0-9][^\s+]*)/.exec(stdout)?.[1] ?? 'unknown';
  return {
    path,
    name,
    version,
    reason: reasonFor(name, found),
    conmonPath: found.conmonPath,
    cgroupVersion: cgroupVersion(),
    seccompBpf: name === 'crun' && stdout.includes('+SECCOMP') && isAtLeast(version, [1, 0]),
    recursiveReadOnly: isAtLeast(release(), [5, 12]) && isAtLeast(version, name === 'crun' ? [1, 4] : [1, 1]),
  };
}

function reasonFor(
  name: RuntimeName,
  found: { readonly failures: readonly string[]; readonly isForced: boolean },
): string {
  if (found.isForced) return 'set by DOCKR_RUNTIME';
  if (found.failures.length > 0) return found.failures.join('; ');
  return name === 'crun' ? 'the faster one, and it works here' : 'crun is not installed';
}

/** Whether `major.minor…` is that version or a later one. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, foundMajor = '0', foundMinor = '0'] = /^([0-9]+)\.([0-9]+)/.exec(version) ?? [];
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}

let trials = 0;

/*
 * <directory>/dockr-probe-<…>/
 *   config.json   the smallest container
 *   rootfs/probe  an executable that is never executed
 *   state/        of the runtime
 *   output        what it said
 */

/** Creates and deletes a container; undefined if that worked, else the runtime's words. */
async function tryRuntime({ name, path }: Candidate, directory: string): Promise<string | undefined> {
  const bundle = mkdtempSync(join(directory, 'dockr-probe-'));
  const id = `dockr-probe-${process.pid}-${++trials}`;
  const run = (...argv: string[]) => runWithLog(path, [name, '--root', join(bundle, 'state'), ...argv], bundle);
  try {
    writeBundle(bundle, id);
    const failure = await run('create', '--bundle', bundle, id);
    await run('delete', '--force', id);
    return failure;
  } finally {
    await removeCgroup(`/${id}`);
    rmSync(bundle, { recursive: true, force: true });
  }
}

function writeBundle(bundle: string, id: string): void {
  for (const directory of ['proc', 'dev']) mkdirSync(join(bundle, 'rootfs', directory), { recursive: true });
  writeFileSync(join(bundle, 'rootfs', 'probe'), '', { mode: 0o755 });
  const config = {
    ociVersion: '1.0.2',
    process: { user: { uid: 0, gid: 0 }, args: ['/probe'], env: [], cwd: '/' },
    root: { path: 'rootfs' },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs' },
    ],
    linux: { cgroupsPath: `/${id}`, namespaces: [{ type: 'mount' }, { type: 'pid' }] },
  };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config));
}

/** To a file, not a pipe: the created container keeps the runtime's descriptors, and a pipe would not end before it does. */
async function runWithLog(path: string, argv: readonly string[], bundle: string): Promise<string | undefined> {
  const file = join(bundle, 'output');
  const fd = openSync(file, 'w');
  try {
    const pid = spawnProcess(path, argv, {
      descriptors: [
        [fd, 1],
        [fd, 2],
      ],
      environment: { PATH: SEARCH_PATH },
    });
    if ((await waitForExit(pid)) === 0) return undefined;
  } finally {
    closeSync(fd);
  }
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}

/** crun's refusal of a hybrid machine, with the controller that causes it. */
function explain(name: RuntimeName, failure: string): string {
  const words = `${name} refuses: ${failure || 'it said nothing'}`;
  const left = cgroupHierarchies().find(({ version }) => version === 2)?.controllers ?? [];
  if (!failure.includes('hybrid') || left.length === 0) return words;
  return `${name} refuses: controller ${left.join(', ')} is on cgroup version 2 while others are on version 1`;
}
