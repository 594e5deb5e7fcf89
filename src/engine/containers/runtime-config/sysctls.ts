// Kernel parameters of a container: only those that its namespaces keep apart from the host's.
import { ContainerError } from '../../../core/errors.ts';
import type { ContainerNetwork } from '../../../core/specs.ts';

const IPC_SYSCTLS: readonly string[] = [
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
];

// Images count on binding port 80 and on ping without being root.
const PRIVATE_NETWORK_SYSCTLS: Readonly<Record<string, string>> = {
  'net.ipv4.ip_unprivileged_port_start': '0',
  'net.ipv4.ping_group_range': '0 2147483647',
};

/** The spec's sysctls, over the defaults of a network namespace of the container's own. */
export function resolveSysctls(
  requested: Readonly<Record<string, string>>,
  network: ContainerNetwork['kind'],
): Readonly<Record<string, string>> {
  for (const name of Object.keys(requested)) checkSysctl(name, network);
  const isPrivate = network === 'networks' || network === 'none';
  return { ...(isPrivate ? PRIVATE_NETWORK_SYSCTLS : {}), ...requested };
}

function checkSysctl(name: string, network: ContainerNetwork['kind']): void {
  if (!/^[a-z][a-zA-Z0-9_.\-/]*$/.test(name) || name.split(/[./]/).includes('')) {
    throw new ContainerError('invalid-sysctl', { message: `invalid name of a kernel parameter "${name}"` });
  }
  if (IPC_SYSCTLS.includes(name) || name.startsWith('fs.mqueue.')) return;
  if (!name.startsWith('net.')) {
    throw new ContainerError('sysctl-not-namespaced', {
      message: `cannot set sysctl "${name}": it belongs to the whole machine; allowed are net.*, fs.mqueue.* and ${IPC_SYSCTLS.join(', ')}`,
      hint: `set it on the host: sysctl -w ${name}=…`,
    });
  }
  if (network === 'host') {
    throw new ContainerError('sysctl-not-namespaced', {
      message: `cannot set sysctl "${name}": the container uses the host's network`,
      hint: 'give the container a network of its own, or set the parameter on the host',
    });
  }
}
