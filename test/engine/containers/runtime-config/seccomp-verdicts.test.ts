// The compiled filter, the runtimes' own compilation of the profile, and what Docker's profile says: one verdict each.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { DEFAULT_CAPABILITIES } from '../../../../src/engine/containers/runtime-config/capabilities.ts';
import type { SeccompInput } from '../../../../src/engine/containers/runtime-config/runtime-config.ts';
import { seccompProfile } from '../../../../src/engine/containers/runtime-config/seccomp-profile.ts';
import { compileSeccomp } from '../../../../src/os/seccomp.ts';
import { ContainerBench, type RuntimeName, runtimeSkipReason } from './run-container.ts';

// Number and arguments on x86-64, and the errno Docker's profile gives with the default capabilities; 0 is success, other
// values come from the kernel, which shows that the filter let the call through.
const [EPERM, EBADF, EFAULT, EINVAL, ENOSYS, ESRCH] = [1, 9, 14, 22, 38, 3];
const NEWUSER = 0x10000000;
const NEWNS = 0x00020000;
const SIGCHLD = 17;
const AF = { unix: 1, inet: 2, netlink: 16, alg: 38, nfc: 39, vsock: 40, xdp: 44 };
const STREAM = 1;

type Probe = readonly [name: string, number: number, args: readonly number[], errno: number];
const PROBES: readonly Probe[] = [
  ['getpid', 39, [], 0],
  ['unshare(NEWUSER)', 272, [NEWUSER], EPERM],
  ['unshare(0)', 272, [0], EPERM],
  ['mount', 165, [0, 0, 0, 0, 0], EPERM],
  ['umount2', 166, [0, 0], EPERM],
  ['setns', 308, [-1, 0], EPERM],
  ['keyctl', 250, [0, 0], EPERM],
  ['add_key', 248, [0, 0], EPERM],
  ['bpf', 321, [0, 0, 0], EPERM],
  ['perf_event_open', 298, [0, 0, 0, 0, 0], EPERM],
  ['userfaultfd', 323, [0], EPERM],
  ['io_uring_setup', 425, [1, 0], EPERM],
  ['open_by_handle_at', 304, [-1, 0, 0], EPERM],
  ['init_module', 175, [0, 0, 0], EPERM],
  ['kexec_load', 246, [0, 0, 0, 0], EPERM],
  ['swapon', 167, [0, 0], EPERM],
  ['clock_settime', 227, [0, 0], EPERM],
  ['get_mempolicy', 239, [0, 0, 0, 0, 0], EPERM],
  ['clone(NEWUSER)', 56, [NEWUSER | SIGCHLD, 0, 0, 0, 0], EPERM],
  ['clone(NEWNS)', 56, [NEWNS | SIGCHLD, 0, 0, 0, 0], EPERM],
  ['clone3', 435, [0, 0], ENOSYS],
  ['socket(AF_UNIX)', 41, [AF.unix, STREAM, 0], 0],
  ['socket(AF_INET)', 41, [AF.inet, STREAM, 0], 0],
  ['socket(AF_ALG)', 41, [AF.alg, 5, 0], EPERM],
  ['socket(AF_VSOCK)', 41, [AF.vsock, STREAM, 0], EPERM],
  ['personality(query)', 135, [0xffffffff], 0],
  ['personality(Linux)', 135, [0], 0],
  ['personality(READ_IMPLIES_EXEC)', 135, [0x0400000], EPERM],
  ['ptrace', 101, [16, 0, 0, 0], ESRCH],
  ['process_vm_readv', 310, [0, 0, 0, 0, 0, 1], EINVAL],
  ['openat2', 437, [-1, 0, 0, 0], EINVAL],
  ['close(-1)', 3, [-1], EBADF],
  ['pipe2(null)', 293, [0, 0], EFAULT],
];

// Known to a kernel, not to an older libseccomp: only our compiled filter, and runc's, can be right about them.
const NEWER: readonly Probe[] = [
  ['fchmodat2', 452, [-1, 0, 0, 0], EFAULT],
  ['mseal', 462, [1, 0, 0], EINVAL],
  ['lsm_list_modules', 461, [0, 0, 0], EPERM],
  ['a call of the future', 900, [], ENOSYS],
];

const skip =
  process.arch !== 'x64' ? 'numbers of x86-64' : existsSync('/usr/bin/perl') ? runtimeSkipReason('crun') : 'needs perl';

describe('the default seccomp filter', { skip }, () => {
  let bench: ContainerBench;
  before(() => {
    bench = new ContainerBench();
  });
  after(() => bench[Symbol.asyncDispose]());

  const profile = seccompProfile(DEFAULT_CAPABILITIES, 'x64');
  const compiled: SeccompInput = { kind: 'bpf-annotation', program: compileSeccomp(profile) };

  /** name → errno, from one container that makes all the calls. */
  async function verdicts(
    runtime: RuntimeName,
    probes: readonly Probe[],
    seccomp: SeccompInput,
  ): Promise<Record<string, number>> {
    const system = ['/usr', '/bin', '/lib', '/lib64'].filter((path) => existsSync(path));
    const run = await bench.run(runtime, '', {
      spec: { command: ['/usr/bin/perl', '-e', probeScript(probes)] },
      input: {
        seccomp,
        mounts: system.map((path) => ({ kind: 'bind', source: path, target: path, readOnly: true, propagation: null })),
      },
    });
    assert.equal(run.exitCode, 0, run.stderr);
    return JSON.parse(run.stdout);
  }

  const expected = (probes: readonly Probe[]) => Object.fromEntries(probes.map(([name, , , errno]) => [name, errno]));

  test('compiled by us, every probe has the verdict of the profile', async () => {
    assert.deepEqual(await verdicts('crun', PROBES, compiled), expected(PROBES));
  });

  test('compiled by crun, every probe has the same verdict', async () => {
    assert.deepEqual(await verdicts('crun', PROBES, { kind: 'profile', profile }), expected(PROBES));
  });

  test('compiled by runc, every probe has the same verdict', { skip: runtimeSkipReason('runc') }, async () => {
    assert.deepEqual(await verdicts('runc', PROBES, { kind: 'profile', profile }), expected(PROBES));
  });

  test('calls newer than libseccomp have the verdict of the profile, later ones do not exist', async () => {
    const found = await verdicts('crun', NEWER, compiled);
    // A kernel older than the call says ENOSYS itself.
    for (const [name, , , errno] of NEWER)
      assert.ok([errno, ENOSYS].includes(found[name] ?? -1), `${name}: ${found[name]}`);
    assert.equal(found.lsm_list_modules, EPERM);
  });

  test('with CAP_SYS_ADMIN, namespaces and mounts are let through to the kernel', async () => {
    const probes: readonly Probe[] = [
      ['unshare(0)', 272, [0], 0],
      ['setns', 308, [-1, 0], EBADF],
      ['clone3', 435, [0, 0], EINVAL],
      ['keyctl', 250, [0, 0], EPERM],
    ];
    const admin = seccompProfile([...DEFAULT_CAPABILITIES, 'CAP_SYS_ADMIN'], 'x64');
    const seccomp: SeccompInput = { kind: 'bpf-annotation', program: compileSeccomp(admin) };
    assert.deepEqual(await verdicts('crun', probes, seccomp), expected(probes));
  });

  test('a call by its number of x32 is not a way around', async () => {
    const x32 = 0x40000000;
    const probes: readonly Probe[] = [['unshare by x32', x32 + 272, [NEWUSER], EPERM]];
    assert.deepEqual(await verdicts('crun', probes, compiled), expected(probes));
  });
});

/** A child for each call: some would change the process, and a clone that succeeds has to end. */
function probeScript(probes: readonly Probe[]): string {
  const lines = probes.map(([name, number, args]) => {
    const call = `syscall(${[number, ...args].join(', ')})`;
    return `$! = 0; $r = ${call}; push @out, sprintf('"%s":%d', '${name}', $r == -1 ? $!+0 : 0);`;
  });
  return `${lines.join('\n')}\nprint "{", join(",", @out), "}";`;
}
