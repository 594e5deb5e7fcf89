// An image with the Node that runs the tests: busybox, and one layer with the program and its libraries.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedImage } from './image-cache.ts';
import type { TestImage } from './image-layout.ts';
import { busyboxImage } from './images.ts';

/** `node` is in /bin; what it runs is added with `extendImage`. Takes some seconds the first time on a machine. */
export async function nodeImage(): Promise<TestImage> {
  const base = await busyboxImage();
  const name = `node-1-${process.version}-${process.arch}`;
  const node = await cachedImage({ name, config: base.config, fill: fillNode });
  return { ...base, layers: [...base.layers, ...node.layers] };
}

async function fillNode(root: string): Promise<void> {
  const program = realpathSync(process.execPath);
  add(root, program, '/bin/node');
  const { stdout } = await promisify(execFile)('ldd', [program]);
  // `libm.so.6 => /lib/libm.so.6 (0x…)`, and the loader without an arrow.
  for (const [, path = ''] of stdout.matchAll(/(\/\S+) \(0x/g)) add(root, realpathSync(path), path);
}

function add(root: string, source: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(source, join(root, path));
}
