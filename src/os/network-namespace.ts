// Network namespaces with a name: a bind mount keeps one alive with or without processes in it.
//
// Entering is safe on the main thread in one synchronous stretch only. While inside: no await, no child, no Worker, nothing
// that starts libuv's pool; dgram.bind() would land on the host (sockets are opened by descriptor instead, inet-socket.ts).
import { closeSync, existsSync, openSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { errorCode } from '../core/errors.ts';
import { checkCall, libcFunction } from './libc.ts';

const unshareCall = libcFunction('int unshare(int)');
const setnsCall = libcFunction('int setns(int, int)');
const mountCall = libcFunction('int mount(const char*, const char*, const char*, uint64_t, const char*)');
const umountCall = libcFunction('int umount2(const char*, int)');

const CLONE_NEWNET = 0x40000000;
const MS_BIND = 4096;
const MNT_DETACH = 2;
const NSFS_MAGIC = 0x6e736673;

// Opened when the process starts, before anything could have moved the thread.
const home = openSync('/proc/thread-self/ns/net', 'r');

/** Creates a network namespace whose name is `path`, a file that must not exist yet or be an empty left-over. */
export function createNetworkNamespace(path: string): void {
  writeFileSync(path, '', { mode: 0o600 });
  try {
    checkCall(unshareCall(CLONE_NEWNET), 'unshare network namespace');
    checkCall(
      mountCall('/proc/thread-self/ns/net', path, 'none', MS_BIND, null),
      `mount network namespace at "${path}"`,
    );
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    returnHome();
  }
}

/** Runs synchronous `work` with the main thread in the namespace. */
export function insideNetworkNamespace<T>(path: string, work: () => T): T {
  const descriptor = openSync(path, 'r');
  try {
    checkCall(setnsCall(descriptor, CLONE_NEWNET), `enter network namespace "${path}"`);
    return work();
  } finally {
    returnHome();
    closeSync(descriptor);
  }
}

/** Takes the name away; the kernel takes the namespace and its links apart in the background once no process is in it. */
export function removeNetworkNamespace(path: string): void {
  while (isNetworkNamespace(path)) checkCall(umountCall(path, MNT_DETACH), `unmount "${path}"`);
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Whether `path` names a namespace that is mounted, and is not a file that a crash or a reboot left. */
export function isNetworkNamespace(path: string): boolean {
  return existsSync(path) && statfsSync(path).type === NSFS_MAGIC;
}

function returnHome(): void {
  if (setnsCall(home, CLONE_NEWNET) === 0) return;
  // To go on in a foreign namespace would answer the wrong container and publish on the wrong host.
  process.stderr.write('dockr: cannot return to the network namespace of the host\n');
  process.abort();
}
