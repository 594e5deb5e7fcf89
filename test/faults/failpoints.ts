// The daemon is killed at each failpoint of `up`, an update, `rollback` and `down` of a stack with five services; each time one
// command more has to bring the stack where it should be, and nothing may be left over.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSummary, Finding } from '../../src/api/messages.ts';
import { FAILPOINTS } from '../../src/core/failpoint.ts';
import { TestDockr } from '../support/dockr.ts';
import { createTestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const OPERATIONS = ['up', 'update', 'rollback', 'down'] as const;
type Operation = (typeof OPERATIONS)[number];

const STEP_KINDS = [
  'build-image',
  'create-network',
  'remove-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'drain-container',
  'pause',
  'stop-container',
  'remove-container',
  'wait-service',
];

export type FailpointCase = { readonly operation: Operation; readonly name: string };

export const FAILPOINT_CASES: readonly FailpointCase[] = OPERATIONS.flatMap((operation) =>
  [...FAILPOINTS, ...STEP_KINDS.flatMap((kind) => [`step:${kind}:before`, `step:${kind}:after`])].map((name) => ({
    operation,
    name,
  })),
);

export type FailpointOptions = {
  readonly cases: readonly FailpointCase[];
  readonly onCase?: (line: string) => void;
};

/** Gives the names of the failpoints that were hit. Throws at the first case that does not end well. */
export async function runFailpoints({ cases, onCase }: FailpointOptions): Promise<ReadonlySet<string>> {
  await using root = await createTestRoot();
  await using dockr = new TestDockr(root);
  writeImage(root.workDirectory);
  const hit = new Set<string>();
  for (const { operation, name } of cases) {
    try {
      const wasHit = await runCase(dockr, operation, name);
      if (wasHit) hit.add(name);
      onCase?.(`${operation} at ${name}: ${wasHit ? 'killed, and converged' : 'not on its way'}`);
    } catch (error) {
      throw new Error(`${operation} at ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }
  return hit;
}

async function runCase(dockr: TestDockr, operation: Operation, name: string): Promise<boolean> {
  await prepare(dockr, operation);
  const onceFile = join(dockr.root.workDirectory, 'hit');
  rmSync(onceFile, { force: true });
  await dockr.ok(['daemon', 'stop']);
  await waitFor('the end of the daemon', () => dockr.daemonPid() === null);
  const environment = { DOCKR_FAILPOINT: `${name}=kill`, DOCKR_FAILPOINT_ONCE: onceFile };
  const ended = await dockr.run(WORDS[operation], { environment });
  const wasHit = existsSync(onceFile);
  // A rollback is not repeated by itself: it could go back twice.
  if (!wasHit || operation !== 'rollback') assert.equal(ended.exitCode, 0, ended.stderr);
  await converge(dockr, operation);
  await checkClean(dockr, operation);
  return wasHit;
}

const WORDS: Readonly<Record<Operation, readonly string[]>> = {
  up: ['up', '-d'],
  update: ['up', '-d'],
  rollback: ['rollback'],
  down: ['down'],
};

/** What the operation begins with. */
async function prepare(dockr: TestDockr, operation: Operation): Promise<void> {
  writeStack(dockr.root.workDirectory, 'one');
  if (operation === 'up') {
    await dockr.ok(['down']);
    // Built again, so that the step is on the way.
    await dockr.run(['rmi', 'failpoints']);
    return;
  }
  await dockr.ok(['up', '-d']);
  if (operation === 'down') return;
  writeStack(dockr.root.workDirectory, 'two');
  if (operation === 'rollback') await dockr.ok(['up', '-d']);
}

/** One command, and the stack is as it should be. */
async function converge(dockr: TestDockr, operation: Operation): Promise<void> {
  if (operation === 'rollback') writeStack(dockr.root.workDirectory, 'one');
  await dockr.ok(operation === 'down' ? ['down'] : ['up', '-d']);
  if (operation === 'down') return;
  const again = await dockr.ok(['up', '-d']);
  assert.match(again.stderr, /nothing to do/);
  const level = operation === 'update' ? 'two' : 'one';
  for (const service of ['s1', 's5']) {
    const { stdout } = await dockr.ok(['exec', service, 'sh', '-c', 'echo $LEVEL']);
    assert.equal(stdout, `${level}\n`);
  }
  const found = await dockr.ok(['exec', 's5', 'wget', '-q', '-O', '-', 'http://s1/']);
  assert.equal(found.stdout, 'page\n');
}

async function checkClean(dockr: TestDockr, operation: Operation): Promise<void> {
  const findings = await dockr.lines<Finding>(['doctor']);
  assert.deepEqual(
    findings.filter(({ level }) => level === 'error').map(({ message }) => message),
    [],
  );
  const names = (await dockr.lines<ContainerSummary>(['ps', '-a'])).map(({ name }) => name).sort();
  const expected = ['s1-1', 's2-1', 's3-1', 's3-2', 's4-1', 's5-1'].map((name) => `failpoints-${name}`);
  assert.deepEqual(names, operation === 'down' ? [] : expected);
}

function writeImage(directory: string): void {
  const context = join(directory, 'image');
  mkdirSync(context);
  const dockerfile = [
    'FROM scratch',
    'COPY --from=host busybox /bin/busybox',
    'COPY --from=host busybox /bin/sh',
    'COPY page /www/index.html',
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'CMD ["sh", "-c", "trap \'exit 0\' TERM; httpd -h /www; while :; do sleep 0.1; done"]',
  ];
  writeFileSync(join(context, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
  writeFileSync(join(context, 'page'), 'page\n');
}

const HEALTHCHECK = '    healthcheck: {test: wget -q -O /dev/null http://localhost/, interval: 50ms}';

/** One is stopped first and kept until the new one is ready, one has two replicas that are replaced one by one. */
function writeStack(directory: string, level: string): void {
  const services = [1, 2, 3, 4, 5].map((number) =>
    [
      `  s${number}:`,
      '    image: failpoints',
      `    environment: {LEVEL: ${level}}`,
      '    stop_grace_period: 2s',
      ...(number === 1 ? ['    build: {context: image, additional_contexts: {host: /bin}}'] : []),
      ...(number === 2 ? ['    volumes: ["data:/data", "/anonymous"]'] : []),
      ...(number === 2 || number === 3 ? [HEALTHCHECK] : []),
      ...(number === 3 ? ['    scale: 2', '    deploy: {update_config: {order: start-first, delay: 20ms}}'] : []),
      ...(number === 4 ? ['    depends_on: {s3: {condition: service_healthy}}'] : []),
      ...(number === 5 ? ['    depends_on: [s4]'] : []),
    ].join('\n'),
  );
  const text = ['name: failpoints', 'services:', ...services, 'volumes:', '  data:', ''].join('\n');
  writeFileSync(join(directory, 'stack.yml'), text);
}
