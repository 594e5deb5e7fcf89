// A place of its own for each test file: directories, a tag for names, addresses nobody else uses.
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findLeaks } from './leaks.ts';
import { type MachineLock, tryLock } from './machine-lock.ts';
import { waitFor } from './wait-for.ts';

const FIRST_SLOT = 201;
const LAST_SLOT = 249;
const FIRST_PORT = 12_000;
const LAST_PORT = 31_999;
const TMPFS_MAGIC = 0x01021994;
const run = promisify(execFile);
let rootsMade = 0;

/*
 * <base>/                        /tmp/dockr-test-<pid of the runner>, or $DOCKR_TEST_ROOT
 *   slots/<slot>                 an empty file for each slot that was taken, for the leak check of the runner
 *   <pid>-<n>/                   a TestRoot
 *     state/                     what a daemon keeps
 *     run/                       what lives as long as the machine runs, on a tmpfs
 *     work/                      for the test itself
 */

/** Made by `createTestRoot`; disposing of it removes everything and throws if something else was left behind. */
export class TestRoot implements AsyncDisposable {
  readonly directory: string;
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly workDirectory: string;
  /** `dt201`: five characters that no other test file uses now. Every name on the machine should carry it. */
  readonly tag: string;
  /** For links: the kernel allows fifteen characters, this takes five. */
  readonly bridgePrefix: string;
  readonly nftTable: string;
  readonly cgroupParent: string;
  /** The networks of this test file: `10.201.0.0/16`. */
  readonly addressPool: string;
  readonly #lock: MachineLock;

  constructor(directory: string, slot: number, lock: MachineLock) {
    this.directory = directory;
    this.stateDirectory = join(directory, 'state');
    this.runDirectory = join(directory, 'run');
    this.workDirectory = join(directory, 'work');
    this.tag = `dt${slot}`;
    this.bridgePrefix = this.tag;
    this.nftTable = `dockr_${this.tag}`;
    this.cgroupParent = `dockr-${this.tag}`;
    this.addressPool = `10.${slot}.0.0/16`;
    this.#lock = lock;
  }

  /** A path beneath `work`, which exists after this as a directory. */
  makeDirectory(name: string): string {
    const path = join(this.workDirectory, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#checkNothingIsLeft();
      await unmountWhenFree(this.runDirectory);
      rmSync(this.directory, { recursive: true, force: true });
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  async #checkNothingIsLeft(): Promise<void> {
    const expected = [`mount ${this.runDirectory}`, `directory ${this.directory}`];
    const directories = ['state', 'run', 'work'].map((name) => `directory ${join(this.directory, name)}`);
    const leaks = await findLeaks({ root: this.directory, tags: [this.tag] }, [...expected, ...directories]);
    if (leaks.length > 0) throw new Error(`left behind by the test:\n  ${leaks.join('\n  ')}`);
  }
}

/** Takes a slot, makes the directories, and mounts a tmpfs at `run` where /tmp is on a disk. */
export async function createTestRoot(): Promise<TestRoot> {
  const base = process.env.DOCKR_TEST_ROOT;
  const name = `${process.pid}-${rootsMade++}`;
  const { slot, lock } = await takeSlot();
  const root = new TestRoot(base ? join(base, name) : `/tmp/dockr-test-${name}`, slot, lock);
  for (const path of [root.stateDirectory, root.runDirectory, root.workDirectory]) mkdirSync(path, { recursive: true });
  if (base) recordSlot(base, slot);
  await mountTmpfs(root.runDirectory);
  return root;
}

/**
 * The tags that test files beneath this base have used, but for those that somebody else on this machine uses by now. The
 * others are kept from everybody until this process ends.
 */
export async function tagsUsedBeneath(base: string): Promise<readonly string[]> {
  const tags: string[] = [];
  for (const slot of slotsTakenBeneath(base)) if (tryLock(`slot-${slot}`)) tags.push(`dt${slot}`);
  return tags;
}

function slotsTakenBeneath(base: string): readonly string[] {
  try {
    return readdirSync(join(base, 'slots'));
  } catch {
    return [];
  }
}

/**
 * A TCP port that nobody listened on a moment ago. Below the ports that the kernel gives to connections (32768 on, ip(7)):
 * out of those, a connection of a test beside this one takes it before a server can.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`a hundred ports from ${FIRST_PORT} to ${LAST_PORT} are taken`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  return await promise;
}

// From a random one on, so that a slot is seldom used twice in a row. One whose links or control groups are still there is
// not free: a test was killed, and somebody may be looking into it.
async function takeSlot(): Promise<{ readonly slot: number; readonly lock: MachineLock }> {
  const count = LAST_SLOT - FIRST_SLOT + 1;
  const start = process.pid % count;
  const links = readdirSync('/sys/class/net');
  for (let step = 0; step < count; step++) {
    const slot = FIRST_SLOT + ((start + step) % count);
    if (links.some((link) => link.startsWith(`dt${slot}`)) || hasCgroup(`dockr-dt${slot}`)) continue;
    const lock = tryLock(`slot-${slot}`);
    if (lock) return { slot, lock };
  }
  throw new Error(`all ${count} slots for tests are taken (links named dt2… that are left over?)`);
}

function hasCgroup(name: string): boolean {
  return globSync([`/sys/fs/cgroup/${name}`, `/sys/fs/cgroup/*/${name}`]).length > 0;
}

function recordSlot(base: string, slot: number): void {
  mkdirSync(join(base, 'slots'), { recursive: true });
  writeFileSync(join(base, 'slots', String(slot)), '');
}

async function mountTmpfs(directory: string): Promise<void> {
  if (statfsSync(directory).type === TMPFS_MAGIC || process.getuid?.() !== 0) return;
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755,size=64m', 'tmpfs', directory]);
}

// A process that just ended may hold it for another moment.
async function unmountWhenFree(directory: string): Promise<void> {
  await waitFor(`unmounting ${directory}`, async () => {
    if (!isMounted(directory)) return true;
    await run('umount', [directory]);
    return true;
  });
}

function isMounted(directory: string): boolean {
  return statfsSync(directory).type === TMPFS_MAGIC && statfsSync(join(directory, '..')).type !== TMPFS_MAGIC;
}
