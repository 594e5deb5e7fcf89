// dockr as a service of systemd on cgroup version 2: what other tests see on version 1, and without systemd, only.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Guest, needsGuest } from './guest.ts';
import { checkHealthy, INSTALL_DOCKR, UNEXPECTED, writeDockr, writeStack } from './guest-dockr.ts';
import type { StepResult } from './guest-steps.ts';

const STACK = `
name: limits
x-dockr: { drift: repair }
services:
  web:
    build: busybox
    restart: always
    command: sh -c 'echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp'
    ports: ["8080:80"]
    mem_limit: 64m
    mem_reservation: 16m
    memswap_limit: 96m
    cpus: 0.5
    cpu_shares: 2048
    cpuset: "0"
    pids_limit: 50
    stop_signal: SIGKILL
    healthcheck: { test: test -e /tmp/index.html, interval: 1s, retries: 100 }
`;

/** Nobody repairs it. */
const OTHER = `
name: other
services:
  calm:
    build: busybox
    mem_limit: 64m
    cpus: 0.5
    stop_signal: SIGKILL
    command: sleep 1000000
  hog:
    build: busybox
    mem_limit: 32m
    memswap_limit: 32m
    command: dd if=/dev/zero of=/dev/null bs=200M count=1
`;

const groupOf = (service: string): string =>
  `/sys/fs/cgroup/dockr/$(dockr ps --json ${service} | sed "s/.*\\"id\\":\\"\\([0-9a-f]*\\)\\".*/\\1/")`;
const GROUP = groupOf('web');
const ADDRESS = '$(ip -4 -o address show eth0 | sed "s/.*inet \\([0-9.]*\\).*/\\1/")';
const PID = 'dockr ps --json web | sed "s/.*\\"pid\\":\\([0-9]*\\).*/\\1/"';
const IN_STACK = 'cd /root/limits';

const change = (stack: string, service: string): string =>
  `cd /root/${stack}; group=${groupOf(service)}; echo 100000000 >$group/memory.max; echo '20000 100000' >$group/cpu.max`;

const STEPS = {
  // A daemon that a command started before somebody enables the service.
  unsupervised: `cp -a limits other /root/ && cp -a dockr /tmp/early && cp -a libraries/. /usr/lib/x86_64-linux-gnu/ && ldconfig
    rm -rf dockr && /tmp/early/bin/dockr ps`,
  install: INSTALL_DOCKR.replace('cp -a dockr /opt/dockr', 'cp -a /tmp/early /opt/dockr'),
  takenOver: 'systemctl show -p MainPID --value dockr; dockr info --json; pgrep -fc dist/daemon.js',
  verifyUnit: 'systemd-analyze verify /etc/systemd/system/dockr.service',
  up: `${IN_STACK}; dockr up -d --wait`,
  limits: `${IN_STACK}; cd ${GROUP}; grep . memory.max memory.low memory.swap.max cpu.max cpu.weight cpuset.cpus pids.max`,
  loopback: 'curl -sS http://127.0.0.1:8080/',
  address: `curl -sS http://${ADDRESS}:8080/`,
  exec: `${IN_STACK}; dockr exec web sh -c 'cat /proc/self/cgroup /proc/self/oom_score_adj; exit 7'; echo "exit $?"`,
  ps: `${IN_STACK}; dockr ps`,
  other: 'cd /root/other; dockr up -d calm; dockr drift --all; echo "exit $?"',
  drift: `${change('other', 'calm')}; dockr drift`,
  repair: `${change('limits', 'web')}; n=0
    until [ "$(cat $group/memory.max) $(cat $group/cpu.max)" = '67108864 50000 100000' ]; do
      n=$((n + 1)); [ $n -lt 60 ] || exit 1; sleep 1
    done`,
  hog: `cd /root/other; dockr up -d hog; dockr wait hog; dockr inspect other-hog-1 | grep oomKilled; dockr drift; dockr down`,
  restart: `${IN_STACK}; before=$(${PID}); systemctl restart dockr && curl -sS http://127.0.0.1:8080/
    echo "$before $(${PID})"; systemctl is-active dockr`,
  reload: `${IN_STACK}; systemctl daemon-reload; cd ${GROUP}; cat cpu.max memory.max`,
  kill: `${IN_STACK}; before=$(${PID}); kill -9 $(systemctl show -p MainPID --value dockr); dockr ps
    echo "$before $(${PID})"; systemctl is-active dockr; systemctl show -p NRestarts --value dockr`,
  // A command while the service is stopped: it is systemd that starts the daemon again.
  // The daemon has ended then, and systemd hears of it a moment later.
  stopService: `${IN_STACK}; dockr daemon stop; n=0
    while [ "$(systemctl is-active dockr)" = deactivating ] && [ $n -lt 20 ]; do n=$((n + 1)); sleep 0.5; done
    systemctl is-active dockr; dockr ps; systemctl is-active dockr`,
  flush: `${IN_STACK}; nft flush ruleset; dockr doctor >/dev/null; curl -sS http://127.0.0.1:8080/`,
  doctor: 'dockr doctor --json',
  stop: `${IN_STACK}; dockr stop; dockr ps -a`,
  down: `${IN_STACK}; dockr down -v --rmi all; systemctl stop dockr`,
  leftovers: `ls /sys/fs/cgroup | grep dockr; ip -br link | grep dk; nft list tables; grep dockr /proc/mounts; pgrep -a conmon; true`,
  journal: 'journalctl -u dockr --no-pager -o cat',
};

describe('on cgroup version 2, as a service of systemd', needsGuest, () => {
  let guest: Guest;
  let steps: Readonly<Record<keyof typeof STEPS, StepResult>>;
  before(async () => {
    guest = await Guest.create();
    const folder = join(guest.directory, 'in');
    mkdirSync(folder);
    writeDockr(folder);
    writeStack(folder, 'limits', { 'compose.yaml': STACK });
    writeStack(folder, 'other', { 'compose.yaml': OTHER });
    steps = await guest.all(STEPS, { folder });
  });
  after(() => guest?.[Symbol.asyncDispose]());

  test('the unit is what systemd understands, and the service takes over from a daemon that a command started', () => {
    assert.equal(steps.unsupervised.status, 0, steps.unsupervised.output);
    assert.equal(steps.install.status, 0, steps.install.output);
    assert.equal(steps.verifyUnit.output, '');
    const [main, info = '', daemons] = steps.takenOver.output.split('\n');
    assert.equal(JSON.parse(info).pid, Number(main), steps.takenOver.output);
    assert.equal(daemons, '1');
  });

  test('limits are where the kernel looks for them', () => {
    assert.equal(steps.up.status, 0, steps.up.output);
    assert.deepEqual(steps.limits.output.split('\n'), [
      `memory.max:${64 << 20}`,
      `memory.low:${16 << 20}`,
      `memory.swap.max:${32 << 20}`,
      'cpu.max:50000 100000',
      'cpu.weight:79',
      'cpuset.cpus:0',
      'pids.max:50',
    ]);
  });

  test('published ports are reached, and commands run within the confines of their container', () => {
    assert.equal(steps.loopback.output, 'hello');
    assert.equal(steps.address.output, 'hello');
    assert.deepEqual(steps.exec.output.split('\n'), ['0::/', '0', 'exit 7']);
    assert.match(steps.ps.output, /limits-web-1 .* Up .*\(healthy\).*8080->80/);
  });

  test('a limit that somebody changes is told and put back', () => {
    assert.match(steps.other.output, /exit 0$/);
    assert.match(steps.drift.output, /other-calm-1 +limits\.memory +67108864 +99999744/);
    assert.match(steps.drift.output, /other-calm-1 +limits\.cpus +0\.5 +0\.2/);
    assert.equal(steps.repair.status, 0);
  });

  test('an end for want of memory is told', () => {
    assert.match(steps.hog.output, /^137$/m);
    assert.match(steps.hog.output, /"oomKilled": true/);
    assert.match(steps.hog.output, /killed for want of memory/);
  });

  test('containers outlive a restart, a reload and a crash of the service', () => {
    const [hello, pids = '', active] = steps.restart.output.split('\n');
    assert.deepEqual([hello, active], ['hello', 'active'], steps.restart.output);
    const [before, after] = pids.split(' ');
    assert.equal(before, after);
    assert.deepEqual(steps.reload.output.split('\n'), ['50000 100000', String(64 << 20)]);
    const lines = steps.kill.output.split('\n');
    assert.deepEqual(lines.slice(-3), [`${before} ${before}`, 'active', '1'], steps.kill.output);
  });

  test('a command has systemd start the daemon again', () => {
    const lines = steps.stopService.output.split('\n');
    assert.deepEqual([lines[0], lines.at(-1)], ['inactive', 'active'], steps.stopService.output);
  });

  test('rules that somebody flushed are put back, and then doctor finds nothing', () => {
    assert.equal(steps.flush.output, 'hello');
    checkHealthy(steps.doctor.output);
  });

  test('stop and down leave nothing behind', () => {
    assert.match(steps.stop.output, /limits-web-1 .* Exited \(137\)/);
    assert.equal(steps.down.status, 0, steps.down.output);
    assert.equal(steps.leftovers.output, '');
    assert.doesNotMatch(steps.journal.output, UNEXPECTED);
  });
});
