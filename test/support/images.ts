// The small image that most tests run, and images made from others by adding files.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedImage } from './image-cache.ts';
import { packLayer, type TestImage, type TestImageConfig } from './image-layout.ts';

const BUSYBOX = '/bin/busybox';

/** For `test(name, { skip: imagesSkipReason() }, …)`: why no image can be made here, or false. */
export function imagesSkipReason(): string | false {
  return existsSync(BUSYBOX) ? false : `no ${BUSYBOX} (apt-get install busybox-static)`;
}

/** All programs of busybox in /bin, users `root` and `nobody`, about a megabyte; runs `sh`. */
export function busyboxImage(): Promise<TestImage> {
  const content = createHash('sha256').update(readFileSync(BUSYBOX)).digest('hex').slice(0, 12);
  const config = { Cmd: ['sh'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] };
  return cachedImage({ name: `busybox-1-${content}`, config, fill: fillBusybox });
}

export type AddedContent = {
  /** Path in the image → content; what starts with `#!` is executable. Directories are implied, not in the layer. */
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: TestImageConfig;
};

/** The image with one layer more, which is kept in `directory`, and with parts of its config replaced. */
export async function extendImage(base: TestImage, directory: string, added: AddedContent): Promise<TestImage> {
  const config = { ...base.config, ...added.config };
  const files = Object.entries(added.files ?? {});
  if (files.length === 0) return { ...base, config };
  mkdirSync(directory, { recursive: true });
  const root = mkdtempSync(join(directory, 'layer-'));
  for (const [path, content] of files) addFile(join(root, path), content);
  const paths = files.map(([path]) => `./${path.replace(/^\/+/, '')}`);
  const layer = await packLayer(root, `${root}.tar.gz`, paths);
  rmSync(root, { recursive: true });
  return { ...base, config, layers: [...base.layers, layer] };
}

function addFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, content.startsWith('#!') ? 0o755 : 0o644);
}

async function fillBusybox(root: string): Promise<void> {
  for (const path of ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'usr/bin', 'var/tmp', 'var/www']) {
    mkdirSync(join(root, path), { recursive: true });
  }
  for (const path of ['tmp', 'var/tmp']) chmodSync(join(root, path), 0o1777);
  chmodSync(join(root, 'root'), 0o700);
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  chmodSync(join(root, 'bin/busybox'), 0o755);
  const { stdout } = await promisify(execFile)(BUSYBOX, ['--list']);
  const programs = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
  for (const name of programs) symlinkSync('busybox', join(root, 'bin', name));
  symlinkSync('../../bin/env', join(root, 'usr/bin/env'));
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nusers:x:100:\nnogroup:x:65534:\n');
}
