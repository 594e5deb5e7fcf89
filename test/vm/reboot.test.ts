// A reboot in order, a power cut, and what comes up after each: a stack with conditions, as its containers saw it themselves.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { jsonLines } from '../e2e/scenario.ts';
import { type Boot, Guest, needsGuest, POWER_CUT } from './guest.ts';
import { checkHealthy, INSTALL_DOCKR, UNEXPECTED, writeDockr, writeStack } from './guest-dockr.ts';
import type { GuestSteps } from './guest-steps.ts';

/** Adds a line to the diary: boot, service, event. $$ is a $ of the shell within a stack file. */
const NOTE = 'note() { echo "$$(cat /proc/sys/kernel/random/boot_id) $$SERVICE $$1" >> /diary/log; sync /diary/log; };';
/** Runs until it is told to stop, which it notes, and whether it still reaches the database then. */
function untilStopped(last = ':'): string {
  const note = 'nc -w 5 db 80 </dev/null >/dev/null && note "stop with db" || note "stop alone"';
  return `stopped() { ${last}; ${note}; exit 0; }; trap stopped TERM; while :; do sleep 1 & wait; done`;
}

function service(name: string, script: string, rest: object): object {
  const command = ['sh', '-c', `${NOTE} note start; ${script}`];
  const volumes = ['diary:/diary', 'data:/data'];
  return { build: 'busybox', environment: { SERVICE: name }, volumes, stop_grace_period: '60s', command, ...rest };
}

const healthy = { condition: 'service_healthy' };
const completed = { condition: 'service_completed_successfully' };
const STACK = {
  name: 'five',
  services: {
    db: service(
      'db',
      // What was there before the machine went down is still there, and says nothing about this boot.
      `rm -f /tmp/ready; mkdir -p /www; echo here >/www/index.html; httpd -p 80 -h /www; sleep 2; touch /tmp/ready; note ready
       ${untilStopped('sleep 15')}`,
      { restart: 'always', healthcheck: { test: 'test -e /tmp/ready', interval: '1s', retries: 300 } },
    ),
    migrate: service('migrate', 'echo migrated >>/data/migrations; sync /data/migrations', {
      depends_on: { db: healthy },
    }),
    app: service('app', `echo served >/tmp/index.html; httpd -p 80 -h /tmp; ${untilStopped()}`, {
      restart: 'unless-stopped',
      ports: ['8080:80'],
      depends_on: { db: healthy, migrate: completed },
    }),
    worker: service('worker', untilStopped(), { restart: 'on-failure', depends_on: ['app'] }),
    idle: service('idle', untilStopped(), { restart: 'always', depends_on: ['db'] }),
  },
  volumes: { diary: {}, data: {} },
};

/** Less time than the database takes to end: the daemon has to ask for more. */
const IMPATIENT = `mkdir /etc/systemd/system/dockr.service.d
printf '[Service]\\nTimeoutStopSec=10s\\n' >/etc/systemd/system/dockr.service.d/impatient.conf
systemctl daemon-reload`;

const IN_STACK = 'cd /root/five';

/** What is looked at in each boot, once the worker, the last one in the order, is up. */
const LOOK = {
  settled: `${IN_STACK}; n=0; until dockr ps worker | grep -q ' Up '; do n=$((n + 1)); [ $n -lt 60 ] || exit 1; sleep 1; done`,
  ps: `${IN_STACK}; dockr ps --all --json`,
  get: 'curl -sS http://127.0.0.1:8080/',
  drift: `${IN_STACK}; dockr drift`,
  doctor: 'dockr doctor --json',
  bootId: 'cat /proc/sys/kernel/random/boot_id',
  diary: 'cat /var/lib/dockr/volumes/*diary/_data/log',
  migrations: 'cat /var/lib/dockr/volumes/*data/_data/migrations',
  journal: 'journalctl -u dockr -b --no-pager -o cat',
} satisfies GuestSteps<string>;

describe('after a reboot of the machine', needsGuest, () => {
  let guest: Guest;
  before(async () => {
    guest = await Guest.create();
    const folder = join(guest.directory, 'in');
    mkdirSync(folder);
    writeDockr(folder);
    writeStack(folder, 'five', { 'compose.yaml': JSON.stringify(STACK) });
    const first = await guest.all(
      {
        install: INSTALL_DOCKR,
        impatient: IMPATIENT,
        up: `cp -a five /root/; ${IN_STACK}; dockr up -d --wait && dockr stop idle`,
        ...LOOK,
      },
      { folder },
    );
    assert.equal(first.up.status, 0, first.up.output);
    checkUp(first);
    assert.deepEqual(eventsOf(first), ['db start', 'db ready', 'migrate start', 'app start', 'worker start']);
  });
  after(() => guest?.[Symbol.asyncDispose]());

  test('containers were stopped in order, with their network, and come up in order again', async () => {
    const second = await guest.boot({ ...LOOK, cut: POWER_CUT });
    checkUp(second.steps);
    assert.deepEqual(eventsOf(second.steps, -1).slice(-3), [
      'worker stop with db',
      'app stop with db',
      'db stop with db',
    ]);
    assert.deepEqual(eventsOf(second.steps), ['db start', 'db ready', 'app start', 'worker start']);
  });

  test('so they do after a power cut', async () => {
    const third = await guest.all(LOOK);
    checkUp(third);
    assert.deepEqual(eventsOf(third, -1), ['db start', 'db ready', 'app start', 'worker start']);
    assert.deepEqual(eventsOf(third), ['db start', 'db ready', 'app start', 'worker start']);
  });
});

type Looked = Boot<keyof typeof LOOK>['steps'];

/** All that should run does, the stopped and the completed one do not, and nothing is lost. */
function checkUp(looked: Looked): void {
  const journal = looked.journal?.output ?? '';
  const containers = jsonLines<ContainerSummary>(looked.ps?.output ?? '');
  const found = containers.map(({ service: name, status, exitCode, health }) =>
    [name, status, exitCode, health].join(' '),
  );
  assert.deepEqual(
    found.sort(),
    ['app running  none', 'db running  healthy', 'idle exited 0 none', 'migrate exited 0 none', 'worker running  none'],
    journal,
  );
  assert.equal(looked.get?.output, 'served');
  assert.equal(looked.drift?.status, 0, looked.drift?.output ?? '');
  assert.equal(looked.migrations?.output, 'migrated');
  checkHealthy(looked.doctor?.output ?? '');
  assert.doesNotMatch(journal, UNEXPECTED);
}

/** What the containers noted in this boot, or some boots before; without the one that is stopped by hand. */
function eventsOf(looked: Looked, offset = 0): readonly string[] {
  const lines = (looked.diary?.output ?? '').split('\n').map((line) => line.split(' '));
  const boots = [...new Set(lines.map(([boot]) => boot))];
  assert.equal(boots.at(-1), looked.bootId?.output);
  return lines
    .filter(([boot, name]) => boot === boots.at(offset - 1) && name !== 'idle')
    .map(([, ...event]) => event.join(' '));
}
