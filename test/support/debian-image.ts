// A Debian image for tests that build: made with debootstrap from the mirror that this machine uses.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedImage } from './image-cache.ts';
import type { TestImage } from './image-layout.ts';

const run = promisify(execFile);
const DEBOOTSTRAP = '/usr/sbin/debootstrap';
const UNWANTED_DOCUMENTS = ['doc', 'man', 'locale', 'info'];

/** For `test(name, { skip: debianSkipReason() }, …)`: why no Debian image can be made here, or false. */
export function debianSkipReason(): string | false {
  if (process.getuid?.() !== 0) return 'only root can run debootstrap';
  return existsSync(DEBOOTSTRAP) ? false : `no ${DEBOOTSTRAP} (apt-get install debootstrap)`;
}

/** Debian bookworm, minimal, with an apt that works; runs `bash`. Takes half a minute the first time on a machine. */
export async function debianImage(): Promise<TestImage> {
  const mirror = await debianMirror();
  const key = createHash('sha256').update(mirror).digest('hex').slice(0, 12);
  const config = { Cmd: ['bash'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] };
  return cachedImage({ name: `debian-1-${key}`, config, fill: (directory) => fillDebian(directory, mirror) });
}

// The first mirror that is not for security updates.
async function debianMirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const mirror = stdout.split('\n').find((line) => line !== '' && !line.includes('security'));
  if (!mirror) throw new Error('apt knows no mirror of Debian: is there an /etc/apt/sources.list?');
  return mirror;
}

async function fillDebian(root: string, mirror: string): Promise<void> {
  // In a mount namespace of its own: whatever debootstrap mounts goes away with it.
  const debootstrap = [DEBOOTSTRAP, '--variant=minbase', 'bookworm', root, mirror];
  await run('unshare', ['--mount', '--propagation', 'private', ...debootstrap], { maxBuffer: 1 << 26 });
  removeWaste(root);
  configureApt(root, mirror);
}

// What Debian's own container images do without, too.
function removeWaste(root: string): void {
  const documents = `usr/share/{${UNWANTED_DOCUMENTS.join(',')}}/*`;
  const downloaded = ['var/cache/apt/*', 'var/lib/apt/lists/*', 'var/log/*'];
  const ofTheHost = ['dev/*', 'etc/resolv.conf', 'etc/hostname'];
  for (const path of globSync([documents, ...downloaded, ...ofTheHost], { cwd: root })) {
    rmSync(join(root, path), { recursive: true, force: true });
  }
  for (const path of ['var/cache/apt/archives/partial', 'var/lib/apt/lists/partial']) {
    mkdirSync(join(root, path), { recursive: true });
  }
}

function configureApt(root: string, mirror: string): void {
  writeFileSync(join(root, 'etc/apt/sources.list'), `deb ${mirror} bookworm main\n`);
  writeFileSync(
    join(root, 'etc/apt/apt.conf.d/test'),
    'APT::Install-Recommends "false";\nAcquire::Languages "none";\n',
  );
  const excluded = UNWANTED_DOCUMENTS.map((name) => `path-exclude /usr/share/${name}/*\n`).join('');
  writeFileSync(join(root, 'etc/dpkg/dpkg.cfg.d/test'), `force-unsafe-io\n${excluded}`);
  // No service starts because its package is installed.
  writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
}
