// A process that changes a tree without rest, as editors, builds and version control do: writer.ts ROOT SEED MILLISECONDS BURST.
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../src/core/errors.ts';
import { Random } from '../../simulation/random.ts';
import { countEntries } from './compare-trees.ts';

const [root = '', seed = '', milliseconds = '', burst = ''] = process.argv.slice(2);
const MOST_ENTRIES = 22_000;

const random = new Random(Number(seed));
const below = (count: number): number => random.between(0, count - 1);

/** A path of some depth: of what is there in general, and in general another than the other writer's. */
function somePath(depth = 1 + below(3)): string {
  let path = root;
  for (let level = 0; level < depth; level++) {
    const names = namesIn(path);
    const name = random.chance(0.9) ? random.pick(names) : `new-${below(50)}`;
    path = join(path, name ?? `first-${below(5)}`);
  }
  return path;
}

const CHANGES: readonly (() => void)[] = [
  () => writeFileSync(somePath(3), content()),
  () => writeFileSync(somePath(3), content()),
  () => appendFileSync(somePath(3), content()),
  () => replace(somePath(3)),
  () => replace(somePath(3)),
  () => renameSync(somePath(3), somePath(3)),
  () => renameSync(somePath(2), join(dirname(somePath(2)), `moved-${below(20)}`)),
  () => rmSync(somePath(3)),
  () => void (random.chance(0.1) && rmSync(somePath(2), { recursive: true })),
  () => chmodSync(somePath(3), random.pick([0o644, 0o755, 0o600, 0o400])),
  () => chmodSync(somePath(2), random.pick([0o755, 0o700, 0o750])),
  () => mkdirSync(somePath(4), { recursive: true }),
  () => turnInto(somePath(2), 'file'),
  () => turnInto(somePath(3), 'folder'),
  // Links are followed here: none may lead to what is not this test's.
  () => symlinkSync(random.pick(['..', 'new-1', `${root}-is-elsewhere`, somePath()]), somePath(3)),
];

thinOut();
const until = Date.now() + Number(milliseconds);
if (Number(burst) > 0) writeBurst(Number(burst));
while (Date.now() < until) {
  for (let count = below(200); count > 0; count--) attempt(random.pick(CHANGES) ?? (() => {}));
  if (random.chance(0.5)) await sleep(below(120));
}

/** As a build does that writes all it has, over what is there and beside it. */
function writeBurst(count: number): void {
  const folders = namesIn(root).flatMap((name) => namesIn(join(root, name)).map((each) => join(root, name, each)));
  for (let index = 0; index < count; index++)
    attempt(() => writeFileSync(join(folders[index % folders.length] ?? root, `file-${index % 20}`), content()));
}

/** The tree stays about as large as it was. */
function thinOut(): void {
  for (let tries = 0; tries < 1000 && countOrNone() > MOST_ENTRIES; tries++)
    for (let each = 0; each < 20; each++) attempt(() => rmSync(somePath(2), { recursive: true }));
}

/** The other may take folders away meanwhile. */
function countOrNone(): number {
  try {
    return countEntries(root);
  } catch {
    return 0;
  }
}

function replace(path: string): void {
  const passing = join(dirname(path), `.replacing-${below(1000)}`);
  writeFileSync(passing, content());
  try {
    renameSync(passing, path);
  } catch {
    rmSync(passing);
  }
}

function turnInto(path: string, kind: 'file' | 'folder'): void {
  if (kind === 'file' && random.chance(0.8)) return;
  rmSync(path, { recursive: true, force: true });
  if (kind === 'folder') mkdirSync(path);
  writeFileSync(kind === 'folder' ? join(path, 'file-0') : path, content());
}

function content(): string {
  return `${random.next()}\n`.repeat(below(40));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** The other writer was there before, or the kind is another: what the kernel refuses is no change. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    // What becomes a folder while Node removes it is an error with an empty code.
    if (!/^((ERR_FS_)?E[A-Z]+)?$/.test(errorCode(error) ?? 'none')) throw error;
  }
}
