// A distribution's libseccomp does not know the system calls of newer kernels, so its filter answers them with EPERM, which
// a C library takes for a refusal where ENOSYS would make it fall back (fchmodat2 and glibc 2.39: `chmod` and `tar` fail).
// These instructions, put in front, give such calls the profile's verdict, and calls later than the profile ENOSYS, as runc does.

/** One struct sock_filter. */
export type Instruction = { readonly code: number; readonly jt: number; readonly jf: number; readonly k: number };

export type PrologueOptions = {
  /** libseccomp's numbers of the architectures, which but for x32 are the kernel's too. */
  readonly tokens: readonly number[];
  /** Whether libseccomp knows the system call, so that the filter behind has its verdict. */
  readonly isKnown: (name: string) => boolean;
};

// From 424 on, a system call has the same number on every architecture.
const FIRST_SHARED_NUMBER = 434;
const SHARED_NAMES: readonly string[] = [
  'pidfd_open clone3 close_range openat2 pidfd_getfd faccessat2 process_madvise epoll_pwait2 mount_setattr quotactl_fd',
  'landlock_create_ruleset landlock_add_rule landlock_restrict_self memfd_secret process_mrelease futex_waitv',
  'set_mempolicy_home_node cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue statmount listmount',
  'lsm_get_self_attr lsm_set_self_attr lsm_list_modules mseal setxattrat getxattrat listxattrat removexattrat',
  'open_tree_attr file_getattr file_setattr',
].flatMap((line) => line.split(' '));

const LOAD_WORD = 0x20;
const JUMP_ALWAYS = 0x05;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_GREATER = 0x25;
const JUMP_IF_NOT_LESS = 0x35;
const RETURN = 0x06;
/** struct seccomp_data: the number at 0, the architecture at 4. */
const OFFSET_NUMBER = 0;
const OFFSET_ARCHITECTURE = 4;
const TOKEN_X32 = 0x4000003e;
/** Numbers of x32 and of ARM's private calls begin above: the filter behind judges them. */
const FIRST_PRIVATE_NUMBER = 0xf0000;
const RETURN_ENOSYS = 0x00050000 + 38;

/** `verdicts`: the return value of every call the profile names without conditions. Falls through to what follows. */
export function newSyscallPrologue(
  verdicts: ReadonlyMap<string, number>,
  options: PrologueOptions,
): readonly Instruction[] {
  const numbered = SHARED_NAMES.map((name, index) => ({ name, number: FIRST_SHARED_NUMBER + index }));
  const named = numbered.filter(({ name }) => verdicts.has(name));
  const last = named.at(-1)?.number;
  if (last === undefined) return [];
  const judged = named.filter(({ name }) => !options.isKnown(name));
  const body = [
    statement(LOAD_WORD, OFFSET_NUMBER),
    ...judged.flatMap(({ name, number }) => returnIfEqual(number, verdicts.get(name) ?? RETURN_ENOSYS)),
    { code: JUMP_IF_NOT_LESS, jt: 2, jf: 0, k: FIRST_PRIVATE_NUMBER },
    { code: JUMP_IF_GREATER, jt: 0, jf: 1, k: last },
    statement(RETURN, RETURN_ENOSYS),
  ];
  const architectures = [...new Set(options.tokens.filter((token) => token !== TOKEN_X32))];
  return [
    statement(LOAD_WORD, OFFSET_ARCHITECTURE),
    ...architectures.map((k, index) => ({ code: JUMP_IF_EQUAL, jt: architectures.length - index, jf: 0, k })),
    statement(JUMP_ALWAYS, body.length),
    ...body,
  ];
}

/** Instructions as the kernel of a little-endian machine reads them. */
export function encodeProgram(instructions: readonly Instruction[]): Buffer {
  const buffer = Buffer.alloc(instructions.length * 8);
  for (const [index, { code, jt, jf, k }] of instructions.entries()) {
    buffer.writeUInt16LE(code, index * 8);
    buffer.writeUInt8(jt, index * 8 + 2);
    buffer.writeUInt8(jf, index * 8 + 3);
    buffer.writeUInt32LE(k, index * 8 + 4);
  }
  return buffer;
}

function returnIfEqual(number: number, verdict: number): readonly Instruction[] {
  return [{ code: JUMP_IF_EQUAL, jt: 0, jf: 1, k: number }, statement(RETURN, verdict)];
}

function statement(code: number, k: number): Instruction {
  return { code, jt: 0, jf: 0, k };
}
