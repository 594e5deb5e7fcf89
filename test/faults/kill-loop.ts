// The daemon is killed at random moments of `up` and `down` of a stack with ten services; each time the next `up` and
// `down` have to succeed, and nothing may be left over.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerSummary, Finding } from '../../src/api/messages.ts';
import { type Ended, TestDockr } from '../support/dockr.ts';
import { seededRandom } from '../support/random.ts';
import { createTestRoot, findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const SERVICES = 10;

export type KillLoopOptions = {
  readonly rounds: number;
  /** The same seed kills at the same fractions of a command; which step that hits is up to the machine. */
  readonly seed: number;
  readonly onRound?: (line: string) => void;
};

/** Throws at the first round that does not end with a clean machine. */
export async function runKillLoop({ rounds, seed, onRound }: KillLoopOptions): Promise<void> {
  await using root = await createTestRoot();
  const port = await findFreePort();
  writeStack(root.workDirectory, port);
  await using dockr = new TestDockr(root);
  const undisturbed = await measure(dockr, port);
  const random = seededRandom(seed);
  for (let round = 1; round <= rounds; round++) {
    const command = random() < 0.6 ? 'up' : 'down';
    if (command === 'down') await dockr.ok(['up', '-d']);
    const delay = Math.round(random() * undisturbed[command] * 1.1);
    const ended = await killDuring(dockr, command, delay);
    onRound?.(`round ${round}: killed ${delay} ms into ${command}, which ended with ${ended.exitCode}`);
    // The command itself goes on with the next daemon.
    assert.equal(ended.exitCode, 0, ended.stderr);
    await checkRecovers(dockr, port);
    await checkClean(dockr);
  }
}

/** Builds the image, so that rounds are about containers, and gives how long the commands take. */
async function measure(dockr: TestDockr, port: number): Promise<Record<'up' | 'down', number>> {
  await dockr.ok(['up', '-d']);
  await checkAnswers(port);
  await dockr.ok(['down']);
  const up = await dockr.ok(['up', '-d']);
  const down = await dockr.ok(['down']);
  await checkClean(dockr);
  return { up: up.ms, down: down.ms };
}

async function killDuring(dockr: TestDockr, command: 'up' | 'down', delay: number): Promise<Ended> {
  const pid = dockr.daemonPid();
  assert.ok(pid, 'a daemon runs');
  const running = dockr.run(command === 'up' ? ['up', '-d'] : ['down']);
  await sleep(delay);
  process.kill(pid, 'SIGKILL');
  await waitFor('another daemon', () => dockr.daemonPid() !== null && dockr.daemonPid() !== pid);
  await waitFor('an answer of the daemon', async () => (await dockr.run(['ps'])).exitCode === 0);
  return running;
}

async function checkRecovers(dockr: TestDockr, port: number): Promise<void> {
  await dockr.ok(['up', '-d']);
  const containers = await dockr.lines<ContainerSummary>(['ps']);
  const running = containers.filter(({ status }) => status === 'running');
  assert.equal(running.length, SERVICES, `of ${SERVICES} containers run: ${running.map(({ name }) => name).join(' ')}`);
  await checkAnswers(port);
  const again = await dockr.ok(['up', '-d']);
  assert.match(again.stdout + again.stderr, /nothing to do/);
  const found = await dockr.ok(['exec', 's10', 'wget', '-q', '-O', '-', 'http://s1/']);
  assert.equal(found.stdout, 'page\n');
  await dockr.ok(['down']);
}

async function checkAnswers(port: number): Promise<void> {
  await waitFor('the published page', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
    return (await response.text()) === 'page\n';
  });
}

async function checkClean(dockr: TestDockr): Promise<void> {
  const findings = await dockr.lines<Finding>(['doctor']);
  const errors = findings.filter(({ level }) => level === 'error').map(({ message }) => message);
  assert.deepEqual(errors, []);
  assert.deepEqual(await dockr.lines<ContainerSummary>(['ps', '-a']), []);
}

function writeStack(directory: string, port: number): void {
  const context = join(directory, 'image');
  mkdirSync(context);
  const dockerfile = [
    'FROM scratch',
    'COPY --from=host busybox /bin/busybox',
    'COPY --from=host busybox /bin/sh',
    'COPY page /www/index.html',
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'CMD ["sh", "-c", "trap \'exit 0\' TERM; httpd -h /www; while :; do sleep 0.2; done"]',
  ];
  writeFileSync(join(context, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
  writeFileSync(join(context, 'page'), 'page\n');
  const services = Array.from({ length: SERVICES }, (_, index) => service(index + 1, port)).join('');
  writeFileSync(
    join(directory, 'stack.yml'),
    `name: kill\nservices:\n${services}volumes:\n  data:\nnetworks:\n  back:\n`,
  );
}

/** A chain of dependencies with a health check in it, two networks, a volume, a published port. */
function service(number: number, port: number): string {
  const lines = [
    `s${number}:`,
    '  image: kill-loop',
    ...(number === 1
      ? ['  build: {context: image, additional_contexts: {host: /bin}}', `  ports: ["${port}:80"]`]
      : []),
    ...(number === 2 ? ['  volumes: ["data:/data"]', '  restart: always'] : []),
    ...(number === 3 ? ['  healthcheck: {test: wget -q -O /dev/null http://localhost/, interval: 100ms}'] : []),
    ...(number === 4 ? ['  depends_on: {s3: {condition: service_healthy}}', '  networks: [default, back]'] : []),
    ...(number > 6 ? [`  depends_on: [s${number - 1}]`] : []),
    '  stop_grace_period: 2s',
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}
