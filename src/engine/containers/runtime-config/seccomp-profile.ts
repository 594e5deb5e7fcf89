// The seccomp section of config.json for a container with given capabilities.
import type { SeccompArgument, SeccompProfile, SeccompRule } from '../../../os/seccomp.ts';
import {
  ALLOWED_BY_ARCHITECTURE,
  ALLOWED_BY_CAPABILITY,
  ALLOWED_PERSONALITIES,
  ALWAYS_ALLOWED,
  type Architecture,
  CLONE_NAMESPACE_FLAGS,
  REFUSED_SOCKET_FAMILIES,
  SECCOMP_ARCHITECTURES,
} from './seccomp-tables.ts';

const EPERM = 1;
const ENOSYS = 38;

/** Everything is refused with EPERM but what is allowed to all, to this architecture, or to holders of these capabilities. */
export function seccompProfile(capabilities: readonly string[], architecture: Architecture): SeccompProfile {
  const byCapability = capabilities.flatMap((name) => ALLOWED_BY_CAPABILITY[name] ?? []);
  const names = new Set([...ALWAYS_ALLOWED, ...ALLOWED_BY_ARCHITECTURE[architecture], ...byCapability]);
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: EPERM,
    architectures: SECCOMP_ARCHITECTURES[architecture],
    syscalls: [
      allow([...names].sort()),
      ...socketRules(),
      ...ALLOWED_PERSONALITIES.map((value) => allow(['personality'], { index: 0, value, op: 'SCMP_CMP_EQ' })),
      ...(capabilities.includes('CAP_SYS_ADMIN') ? [] : cloneRules()),
    ],
  };
}

/** The architecture of this machine in the profile's terms, or undefined where dockr has no profile for it. */
export function seccompArchitecture(architecture: string): Architecture | undefined {
  return architecture === 'x64' || architecture === 'arm64' ? architecture : undefined;
}

// A filter cannot say "all but these two", so the numbers around them are allowed: below, between, above.
function socketRules(): readonly SeccompRule[] {
  const { alg, vsock } = REFUSED_SOCKET_FAMILIES;
  return [
    allow(['socket'], { index: 0, value: alg, op: 'SCMP_CMP_LT' }),
    allow(['socket'], { index: 0, value: alg + 1, op: 'SCMP_CMP_EQ' }),
    allow(['socket'], { index: 0, value: vsock, op: 'SCMP_CMP_GT' }),
  ];
}

/** A filter cannot look into clone3's structure: ENOSYS makes the C library fall back to clone, whose flags it can see. */
function cloneRules(): readonly SeccompRule[] {
  return [
    allow(['clone'], { index: 0, value: CLONE_NAMESPACE_FLAGS, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }),
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
  ];
}

function allow(names: readonly string[], ...args: readonly SeccompArgument[]): SeccompRule {
  return { names, action: 'SCMP_ACT_ALLOW', ...(args.length > 0 ? { args } : {}) };
}
