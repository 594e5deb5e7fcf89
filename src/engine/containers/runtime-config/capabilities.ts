// Which capabilities a container has: Docker's fourteen, changed by cap_add and cap_drop.
import { ContainerError } from '../../../core/errors.ts';
import { suggest } from '../../../core/suggest.ts';

/** Every capability of Linux, by its number. */
export const ALL_CAPABILITIES: readonly string[] = [
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE',
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN',
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE',
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE',
].flatMap(capabilityNames);

/** What a container has unless its spec says otherwise. */
export const DEFAULT_CAPABILITIES: readonly string[] = capabilityNames(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE',
);

export type CapabilityRequest = {
  readonly add: readonly string[];
  readonly drop: readonly string[];
  readonly privileged: boolean;
  /** Those this process may pass on (its bounding set): none beyond can be given to a container. */
  readonly available: readonly string[];
};

/** The container's capabilities in the order of their numbers. */
export function resolveCapabilities(request: CapabilityRequest): readonly string[] {
  const add = parseAll(request.add, request.available);
  const drop = parseAll(request.drop, ALL_CAPABILITIES);
  return ALL_CAPABILITIES.filter((name) => request.available.includes(name) && isGranted(name, request, { add, drop }));
}

type Names = ReadonlySet<string>;

/** "add ALL" is everything not dropped, "drop ALL" is only what is added; a name both dropped and added is there. */
function isGranted(name: string, request: CapabilityRequest, { add, drop }: { add: Names; drop: Names }): boolean {
  if (request.privileged) return true;
  if (add.has('ALL')) return !drop.has(name);
  if (add.has(name)) return true;
  return !drop.has('ALL') && !drop.has(name) && DEFAULT_CAPABILITIES.includes(name);
}

function parseAll(names: readonly string[], available: readonly string[]): Names {
  return new Set(names.map((name) => parseCapability(name, available)));
}

/** `net_admin` and `CAP_NET_ADMIN` are one; `ALL` stands for itself. */
function parseCapability(text: string, available: readonly string[]): string {
  const upper = text.toUpperCase();
  if (upper === 'ALL' || upper === 'CAP_ALL') return 'ALL';
  const name = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  if (!ALL_CAPABILITIES.includes(name)) throw unknownCapability(text, name);
  if (!available.includes(name)) {
    throw new ContainerError('capability-unavailable', {
      message: `cannot add capability "${text}": the engine itself does not have it`,
      hint: 'run the engine with that capability, or leave it out of cap_add',
      facts: { capability: name },
    });
  }
  return name;
}

function unknownCapability(text: string, name: string): ContainerError {
  const near = suggest(name, ALL_CAPABILITIES);
  return new ContainerError('unknown-capability', {
    message: `unknown capability "${text}"`,
    hint: near ? `did you mean "${near.slice(4)}"?` : undefined,
    facts: { capability: text },
  });
}

function capabilityNames(text: string): readonly string[] {
  return text.split(' ').map((name) => `CAP_${name}`);
}
