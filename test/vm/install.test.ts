// `dockr install`, a deployment, a reboot, and upgrades from A to B and back while a container serves. Connections are made all the
// time from the outside: none may fail, and the container may not have been started again.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packRelease, signArchive } from '../../scripts/pack-release.ts';
import type { DeploymentSummary } from '../../src/api/deployment-messages.ts';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { copyRelease } from '../../src/install/release-tree.ts';
import { jsonLines } from '../e2e/scenario.ts';
import { breakDaemon, renumberedRelease } from '../support/release-tree.ts';
import { Guest, needsGuest } from './guest.ts';
import { checkHealthy, UNEXPECTED, writeLibraries, writeStack } from './guest-dockr.ts';
import type { StepResult } from './guest-steps.ts';

const STACK = `
services:
  web:
    build: busybox
    restart: always
    ports: ["8080:80"]
    volumes: [starts:/starts]
    stop_grace_period: 1s
    command: sh -c 'echo started >>/starts/log; mkdir -p /www; echo served >/www/index.html; exec httpd -f -p 80 -h /www'
volumes: { starts: {} }
`;

const ALLOW_LOCAL = `mkdir -p /etc/systemd/system/dockr.service.d
printf '[Service]\\nEnvironment=DOCKR_GIT_ALLOW=file:///root/git\\n' >/etc/systemd/system/dockr.service.d/git.conf`;

const MAKE_REPOSITORY = `set -e
mkdir -p /root/git
cp -a shop /root/shop
cd /root/shop
git init -q -b main
git -c user.name=a -c user.email=a@example.org -c commit.gpgsign=false add .
git -c user.name=a -c user.email=a@example.org commit -q -m first
git clone -q --bare . /root/git/shop.git`;

const SERVED =
  'n=0; until curl -sS -m 10 http://127.0.0.1:8080/ 2>/dev/null; do n=$((n + 1)); [ $n -lt 90 ] || exit 1; sleep 1; done';

/** Connects all the time, and writes down what came of it. */
const PROBE = `systemd-run --quiet --unit=probe sh -c '
while :; do
  got=$(curl -sS -m 20 http://127.0.0.1:8080/ 2>&1)
  [ "$got" = served ] && echo ok || echo "failed: $got"
  sleep 0.2
done >/root/probe'
sleep 5; tail -n 1 /root/probe`;

/** A release has two hundred megabytes, and the machine is an emulated one. */
const PATIENCE = { limitS: 5400, stepLimitS: 1200 };

const LOOK = {
  ps: 'dockr ps --all --json',
  version: 'dockr version --json',
  current: 'readlink /opt/dockr/current; dockr audit verify >/dev/null && echo audited',
};

const FIRST_BOOT = {
  libraries: 'cp -a libraries/. /usr/lib/x86_64-linux-gnu/; ldconfig',
  planned: './dockr/bin/dockr install --dry-run --release-key release.pem; test ! -e /opt/dockr && echo untouched',
  allow: ALLOW_LOCAL,
  install: './dockr/bin/dockr install --release-key release.pem',
  again: 'dockr install --release-key release.pem',
  socket: "stat -c '%U %G %a' /run/dockr/dockr.sock; getent group dockr; readlink /usr/local/bin/dockr",
  opened: "ss -Hltnp | grep -c 'dockr\\|node' || true",
  repository: MAKE_REPOSITORY,
  deploy: 'dockr deploy add shop --git file:///root/git/shop.git --path . --interval 1h',
  served: SERVED,
};

const SECOND_BOOT = {
  served: SERVED,
  show: 'dockr deploy show shop --json',
  probe: PROBE,
  before: LOOK.ps,
  unsigned: 'cd releases; ln dockr-0.2.0-linux-x64.tar.gz bare.tar.gz; dockr upgrade --from bare.tar.gz',
  foreign: 'cd releases; cp foreign.sig bare.tar.gz.sig; dockr upgrade --from bare.tar.gz',
  upgrade: 'cd releases; dockr upgrade --timeout 10m --from dockr-0.2.0-linux-x64.tar.gz',
  afterUpgrade: LOOK.ps,
  upgraded: LOOK.version,
  slotB: LOOK.current,
  broken: 'cd releases; dockr upgrade --timeout 60s --from dockr-0.3.0-linux-x64.tar.gz',
  afterBroken: LOOK.ps,
  restored: LOOK.version,
  slotStillB: LOOK.current,
  older: 'cd releases; dockr upgrade --from dockr-0.1.9-linux-x64.tar.gz',
  killed:
    'cd releases; DOCKR_FAILPOINT=upgrade:restart=kill dockr upgrade --allow-downgrade --from dockr-0.1.9-linux-x64.tar.gz',
  afterKill: 'systemctl restart dockr; dockr version --json',
  slotA: LOOK.current,
  last: LOOK.ps,
  doctor: 'dockr doctor --json',
  probed: 'systemctl stop probe; sort /root/probe | uniq -c',
  starts: 'cat /var/lib/dockr/volumes/*starts/_data/log',
  journal: 'journalctl -u dockr -b --no-pager -o cat',
  refused: 'dockr install --uninstall',
  uninstall: 'dockr install --uninstall --force',
  left: 'ls -1d /opt/dockr /usr/local/bin/dockr /etc/systemd/system/dockr.service /var/lib/dockr/dockr.db 2>/dev/null; systemctl is-active dockr',
  still: SERVED,
};

describe('dockr on a server', needsGuest, () => {
  let guest: Guest;
  let first: Readonly<Record<keyof typeof FIRST_BOOT, StepResult>>;
  let second: Readonly<Record<keyof typeof SECOND_BOOT, StepResult>>;
  before(async () => {
    guest = await Guest.create();
    const folder = writeFolder(guest.directory);
    first = await guest.all(FIRST_BOOT, { folder, ...PATIENCE });
    second = await guest.all(SECOND_BOOT, { folder, ...PATIENCE });
  });
  after(() => guest?.[Symbol.asyncDispose]());

  test('a dry run shows the steps and changes nothing', () => {
    assert.match(first.planned.output, /copy this release to \/opt\/dockr +not installed[\s\S]*untouched$/);
  });

  test('the first installation starts the service, the second one does nothing', () => {
    assert.equal(first.install.status, 0, first.install.output);
    assert.equal(first.again.output, 'nothing to do');
  });

  test('the socket is for root and a group without members, and no port is opened', () => {
    assert.match(first.socket.output, /^root dockr 660\ndockr:x:\d+:\n\/opt\/dockr\/current\/bin\/dockr$/);
    assert.equal(first.opened.output, '0');
  });

  test('a deployment serves, also after a reboot', () => {
    assert.equal(first.deploy.status, 0, first.deploy.output);
    assert.equal(first.served.output, 'served');
    assert.equal(second.served.output, 'served', second.journal.output);
    const shown = JSON.parse(second.show.output) as DeploymentSummary;
    assert.ok(shown.applied);
  });

  test('a release without a signature, or with one of somebody else, is refused', () => {
    assert.match(second.unsigned.output, /error\[release-unsigned\]/);
    assert.match(second.foreign.output, /error\[release-signer-unknown\]/);
  });

  test('an upgrade from A to B', () => {
    assert.equal(second.upgrade.status, 0, `${second.upgrade.output}\n${second.journal.output}`);
    assert.deepEqual(versionsIn(second.upgraded), ['0.2.0', '0.2.0']);
    assert.equal(second.slotB.output, 'b\naudited');
  });

  test('a release whose daemon does not start is taken back', () => {
    assert.match(second.broken.output, /error\[upgrade-switched-back\]/);
    assert.deepEqual(versionsIn(second.restored), ['0.2.0', '0.2.0']);
    assert.equal(second.slotStillB.output, 'b\naudited');
  });

  test('an older release is refused, and one that was killed in the middle leaves it whole', () => {
    assert.match(second.older.output, /error\[release-older\]/);
    assert.equal(second.killed.status, 137, second.killed.output);
    assert.deepEqual(versionsIn(second.afterKill), ['0.1.9', '0.1.9']);
    assert.equal(second.slotA.output, 'a\naudited');
  });

  test('no connection failed meanwhile, and no container was started again', () => {
    assert.match(second.probed.output, /^ *\d+ ok$/);
    const looks = [second.before, second.afterUpgrade, second.afterBroken, second.last].map(runsIn);
    assert.deepEqual(new Set(looks), new Set([looks[0]]));
    assert.equal(second.starts.output, 'started\nstarted', 'once in each boot');
    checkHealthy(second.doctor.output);
    assert.doesNotMatch(second.journal.output.replaceAll('this release is broken', ''), UNEXPECTED);
  });

  test('taking it off leaves data, and containers that run', () => {
    assert.match(second.refused.output, /error\[containers-running\]/);
    assert.equal(second.uninstall.status, 0, second.uninstall.output);
    assert.equal(second.left.output, '/var/lib/dockr/dockr.db\ninactive');
    assert.equal(second.still.output, 'served');
  });
});

/** This release as 0.1.0, others to upgrade to, the keys, and what is deployed. */
function writeFolder(directory: string): string {
  const folder = join(directory, 'in');
  const own = join(folder, 'dockr');
  mkdirSync(folder);
  copyRelease(resolve(import.meta.dirname, '../..'), own);
  writeLibraries(folder);
  writeStack(folder, 'shop', { 'compose.yaml': STACK });
  const releases = join(folder, 'releases');
  const key = writeKey(directory, 'ours');
  writeFileSync(join(folder, 'release.pem'), key.publicText);
  for (const version of ['0.1.9', '0.2.0', '0.3.0']) {
    const tree = join(directory, `release-${version}`);
    renumberedRelease(own, tree, version);
    if (version === '0.3.0') breakDaemon(tree);
    const archive = packRelease({ release: tree, folder: releases, key: key.path });
    if (version === '0.2.0') writeForeignSignature(archive, directory);
    rmSync(tree, { recursive: true });
  }
  return folder;
}

/** Of the same archive, by a key that the machine does not know. */
function writeForeignSignature(archive: string, directory: string): void {
  const ours = readFileSync(`${archive}.sig`);
  signArchive(archive, {
    version: '0.2.0',
    platform: `linux-${process.arch}`,
    key: writeKey(directory, 'foreign').path,
  });
  renameSync(`${archive}.sig`, join(archive, '../foreign.sig'));
  writeFileSync(`${archive}.sig`, ours);
}

function writeKey(directory: string, name: string): { readonly path: string; readonly publicText: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const path = join(directory, `${name}.pem`);
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { path, publicText: String(publicKey.export({ type: 'spki', format: 'pem' })) };
}

/** Of the command and of the daemon. */
function versionsIn({ output }: StepResult): readonly (string | undefined)[] {
  const { version, daemon } = JSON.parse(output) as { version: string; daemon: { version: string } | null };
  return [version, daemon?.version];
}

function runsIn({ output }: StepResult): string {
  const containers = jsonLines<ContainerSummary>(output);
  return containers.map(({ name, pid, status }) => `${name} ${pid} ${status}`).join();
}
