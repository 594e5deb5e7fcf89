// Seccomp profiles compiled to BPF once, in process, by libseccomp. A runtime that compiles Docker's profile at each start
// spends more time on that than on the rest of the container.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, readFileSync, readSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemError } from '../core/errors.ts';
import { stableJson } from '../core/stable-json.ts';
import { errnoName, lastErrno, libcFunction } from './libc.ts';
import { resolveSyscall, seccompLibrary, seccompLibraryVersion } from './seccomp-library.ts';
import { encodeProgram, newSyscallPrologue } from './seccomp-prologue.ts';

export type SeccompAction = 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO' | 'SCMP_ACT_KILL_PROCESS' | 'SCMP_ACT_LOG';
export type SeccompArchitecture = keyof typeof ARCHITECTURES;
export type SeccompOperator = keyof typeof OPERATORS;

export type SeccompArgument = {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: SeccompOperator;
};

export type SeccompRule = {
  readonly names: readonly string[];
  readonly action: SeccompAction;
  readonly errnoRet?: number;
  /** All of them must hold. */
  readonly args?: readonly SeccompArgument[];
};

/** The `linux.seccomp` section of config.json. */
export type SeccompProfile = {
  readonly defaultAction: SeccompAction;
  readonly defaultErrnoRet: number;
  /** The native one first. */
  readonly architectures: readonly SeccompArchitecture[];
  readonly syscalls: readonly SeccompRule[];
};

const ARCHITECTURES = {
  SCMP_ARCH_X86_64: 0xc000003e,
  SCMP_ARCH_X86: 0x40000003,
  SCMP_ARCH_X32: 0x4000003e,
  SCMP_ARCH_AARCH64: 0xc00000b7,
  SCMP_ARCH_ARM: 0x40000028,
} as const;

// seccomp.h: enum scmp_compare. The masked form takes the mask first, then the value, as the runtimes read the profile.
const OPERATORS = {
  SCMP_CMP_NE: 1,
  SCMP_CMP_LT: 2,
  SCMP_CMP_LE: 3,
  SCMP_CMP_EQ: 4,
  SCMP_CMP_GE: 5,
  SCMP_CMP_GT: 6,
  SCMP_CMP_MASKED_EQ: 7,
} as const;

const ACTIONS: Readonly<Record<SeccompAction, number>> = {
  SCMP_ACT_ALLOW: 0x7fff0000,
  SCMP_ACT_LOG: 0x7ffc0000,
  SCMP_ACT_ERRNO: 0x00050000,
  SCMP_ACT_KILL_PROCESS: 0x80000000,
};

const EPERM = 1;
const EEXIST = 17;
const EACCES = 13;
const ATTRIBUTE_NO_NEW_PRIVILEGES = 3;
const ATTRIBUTE_OPTIMIZE = 8;
const OPTIMIZE_BINARY_TREE = 2;
/** sizeof(struct scmp_arg_cmp): unsigned int, enum, uint64, uint64. */
const ARGUMENT_SIZE = 24;
const INSTRUCTION_SIZE = 8;
/** BPF_MAXINSNS. */
const MAX_INSTRUCTIONS = 4096;
/** Bumped when the same profile compiles to another program. */
const CACHE_VERSION = 2;

const compiled = new Map<string, Buffer>();

/** The profile as a program of struct sock_filter. Compiled once per profile and process, or read from `cacheDirectory`. */
export function compileSeccomp(profile: SeccompProfile, cacheDirectory?: string): Buffer {
  const digest = createHash('sha256')
    .update(`${CACHE_VERSION} ${seccompLibraryVersion()} ${stableJson(profile)}`)
    .digest('hex');
  const known = compiled.get(digest) ?? readCached(cacheDirectory, digest);
  const program = known ?? Buffer.concat([prologueOf(profile), compile(profile)]);
  if (program.length > MAX_INSTRUCTIONS * INSTRUCTION_SIZE) {
    throw new SystemError('seccomp-too-large', {
      message: `the seccomp program has more than ${MAX_INSTRUCTIONS} instructions`,
    });
  }
  compiled.set(digest, program);
  if (!known && cacheDirectory) writeCached(cacheDirectory, digest, program);
  return program;
}

function compile(profile: SeccompProfile): Buffer {
  const { init, setAttribute, addArchitecture, release } = seccompLibrary();
  const fallback = actionValue(profile.defaultAction, profile.defaultErrnoRet);
  const context: unknown = init(fallback);
  if (!context) throw seccompError('seccomp_init', -EPERM);
  try {
    check(setAttribute(context, ATTRIBUTE_NO_NEW_PRIVILEGES, 0), 'seccomp_attr_set');
    // libseccomp before 2.5 does not know it: a list instead of a tree then, with the same verdicts.
    setAttribute(context, ATTRIBUTE_OPTIMIZE, OPTIMIZE_BINARY_TREE);
    for (const name of profile.architectures) {
      const result: number = addArchitecture(context, ARCHITECTURES[name]);
      if (result !== -EEXIST) check(result, `seccomp_arch_add ${name}`);
    }
    for (const rule of profile.syscalls) addRule(context, rule, fallback);
    return exportProgram(context);
  } finally {
    release(context);
  }
}

/** Where the profile refuses by default, calls newer than libseccomp get their own verdict, later ones ENOSYS. */
function prologueOf(profile: SeccompProfile): Buffer {
  if (profile.defaultAction !== 'SCMP_ACT_ERRNO') return Buffer.alloc(0);
  const rules = profile.syscalls.filter((rule) => (rule.args ?? []).length === 0);
  const verdicts = new Map(
    rules.flatMap((rule) => rule.names.map((name) => [name, actionValue(rule.action, rule.errnoRet)])),
  );
  const tokens = profile.architectures.map((name) => ARCHITECTURES[name]);
  return encodeProgram(newSyscallPrologue(verdicts, { tokens, isKnown: (name) => resolveSyscall(name) !== undefined }));
}

function addRule(context: unknown, rule: SeccompRule, fallback: number): void {
  const { addRuleArray } = seccompLibrary();
  const action = actionValue(rule.action, rule.errnoRet);
  if (action === fallback) return; // libseccomp refuses a rule that says what happens anyway
  const args = rule.args ?? [];
  const encoded = encodeArguments(args);
  for (const name of rule.names) {
    const number = resolveSyscall(name);
    if (number === undefined) continue;
    const result: number = addRuleArray(context, action, number, args.length, args.length > 0 ? encoded : null);
    if (result !== -EEXIST && result !== -EACCES) check(result, `seccomp_rule_add ${name}`);
  }
}

function encodeArguments(args: readonly SeccompArgument[]): Buffer {
  const buffer = Buffer.alloc(args.length * ARGUMENT_SIZE);
  for (const [index, argument] of args.entries()) {
    const at = index * ARGUMENT_SIZE;
    buffer.writeUInt32LE(argument.index, at);
    buffer.writeUInt32LE(OPERATORS[argument.op], at + 4);
    buffer.writeBigUInt64LE(BigInt(argument.value), at + 8);
    buffer.writeBigUInt64LE(BigInt(argument.valueTwo ?? 0), at + 16);
  }
  return buffer;
}

/** libseccomp writes to a descriptor only; a memory file needs no place on disk. */
function exportProgram(context: unknown): Buffer {
  const { exportBpf } = seccompLibrary();
  const fd: number = memfdCreate('dockr-seccomp', 1);
  if (fd < 0) throw seccompError('memfd_create', -lastErrno());
  try {
    check(exportBpf(context, fd), 'seccomp_export_bpf');
    const buffer = Buffer.alloc(MAX_INSTRUCTIONS * INSTRUCTION_SIZE);
    const size = readSync(fd, buffer, 0, buffer.length, 0);
    return Buffer.from(buffer.subarray(0, size));
  } finally {
    closeSync(fd);
  }
}

function actionValue(action: SeccompAction, errno = EPERM): number {
  return ACTIONS[action] + (action === 'SCMP_ACT_ERRNO' ? errno : 0);
}

/** A cached program carries its own digest in front: a file cut short by a crash must not become a filter. */
function readCached(directory: string | undefined, digest: string): Buffer | undefined {
  if (!directory) return undefined;
  try {
    const bytes = readFileSync(join(directory, `${digest}.bpf`));
    const program = bytes.subarray(32);
    const isWhole =
      program.length > 0 && program.length % INSTRUCTION_SIZE === 0 && sha256(program).equals(bytes.subarray(0, 32));
    return isWhole ? program : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no reason to fail: the program is there. */
function writeCached(directory: string, digest: string, program: Buffer): void {
  const aside = join(directory, `.${digest}.${process.pid}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(aside, Buffer.concat([sha256(program), program]), { mode: 0o600 });
    renameSync(aside, join(directory, `${digest}.bpf`));
  } catch {
    removeIfThere(aside);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Whatever kept it from being written keeps it from being removed, or it was never there.
  }
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function check(result: number, call: string): void {
  if (result < 0) throw seccompError(call, result);
}

function seccompError(call: string, result: number): SystemError {
  return new SystemError('seccomp-failed', {
    message: `cannot compile the seccomp profile: ${call}: ${errnoName(-result)}`,
    facts: { call, errno: -result },
  });
}

const memfdCreate = libcFunction('int memfd_create(const char*, unsigned int)');
