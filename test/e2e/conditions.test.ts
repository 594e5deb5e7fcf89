// What services wait for, what happens when it does not come, and when a container is started again.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { RUNTIMES, Scenario, StackUnderTest } from './scenario.ts';

const MIGRATED = `
name: migrated
services:
  app:
    image: \${BUSYBOX}
    command: sh -c 'cat /data/schema && exec sleep infinity'
    volumes: [data:/data]
    depends_on:
      migrate:
        condition: service_completed_successfully
  migrate:
    image: \${BUSYBOX}
    command: sh /migrate.sh
    volumes: [data:/data]
    configs: [migrate.sh]
configs:
  migrate.sh:
    file: ./migrate.sh
volumes:
  data:
`;

const SICK = `
name: sick
services:
  app:
    image: \${BUSYBOX}
    command: sleep infinity
    depends_on:
      patient:
        condition: service_healthy
      visitor:
        condition: service_healthy
        required: false
  other:
    image: \${BUSYBOX}
    command: sleep infinity
  patient: &patient
    image: \${BUSYBOX}
    command: sleep infinity
    healthcheck:
      test: test -e \${PATIENT_NEEDS:-/none} || { echo feels bad; false; }
      interval: 100ms
      retries: 2
  visitor:
    <<: *patient
    healthcheck:
      test: exit 1
      interval: 100ms
      retries: 1
`;

const RESTARTS = `
name: restarts
services:
  flaky:
    image: \${BUSYBOX}
    command: sh -c 'echo try >> /tries/log; exit 4'
    restart: on-failure:2
    volumes: ["./tries:/tries"]
  calm:
    image: \${BUSYBOX}
    command: sh -c 'exit 0'
    restart: on-failure
`;

for (const runtime of RUNTIMES) {
  describe(`conditions and restarts, with ${runtime}`, needsRegistry, () => {
    let scenario: Scenario;
    let served: ServedImages<'busybox'>;
    before(async () => {
      scenario = await Scenario.open({ DOCKR_RUNTIME: runtime });
      served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    });
    after(async () => {
      await served?.[Symbol.asyncDispose]();
      await scenario?.[Symbol.asyncDispose]();
    });
    const stackOf = (name: string, files: Readonly<Record<string, string>>) =>
      new StackUnderTest(scenario, scenario.writeFolder(name, files), { BUSYBOX: served.images.busybox.byTag });
    const statesOf = async (stack: StackUnderTest) =>
      Object.fromEntries((await stack.containers()).map(({ service, status }) => [service, status]));

    test('a service waits for another to complete, and is not started when that fails', async () => {
      const stack = stackOf('migrated', { 'compose.yaml': MIGRATED, 'migrate.sh': 'echo no such table; exit 3\n' });
      const { exitCode, stderr } = await stack.run(['up', '-d']);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /migrate.* exited with code 3/);
      assert.match(stderr, /no such table/);
      assert.deepEqual(await statesOf(stack), { migrate: 'exited' });
    });

    test('once it is mended, the next up runs it again and goes on', async () => {
      const stack = stackOf('migrated', {});
      writeFileSync(join(stack.folder, 'migrate.sh'), 'echo version 2 > /data/schema\n');
      await stack.ok(['up', '-d', '--wait']);
      assert.deepEqual(await statesOf(stack), { app: 'running', migrate: 'exited' });
      assert.equal((await stack.ok(['logs', '--no-log-prefix', 'app'])).stdout, 'version 2\n');
      assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
      await stack.ok(['down', '-v']);
    });

    test('an unhealthy service keeps those from starting that need it, and no others', async () => {
      const stack = stackOf('sick', { 'compose.yaml': SICK });
      const { exitCode, stderr } = await stack.run(['up', '-d']);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /patient.*unhealthy/);
      assert.match(stderr, /feels bad/);
      assert.deepEqual(await statesOf(stack), { other: 'running', patient: 'running', visitor: 'running' });
    });

    test('it starts them when it is healthy, whatever becomes of one that is not required', async () => {
      const stack = stackOf('sick', {});
      await stack.ok(['up', '-d'], { PATIENT_NEEDS: '/bin/sh' });
      assert.equal((await statesOf(stack))['app'], 'running');
      const waited = await stack.run(['up', '-d', '--wait'], { PATIENT_NEEDS: '/bin/sh' });
      assert.equal(waited.exitCode, 1);
      assert.match(waited.stderr, /visitor.*unhealthy/);
      await stack.ok(['down']);
    });

    test('on-failure starts a failed container as often as it says, and leaves one alone that ended well', async () => {
      const stack = stackOf('restarts', { 'compose.yaml': RESTARTS, 'tries/log': '' });
      await stack.ok(['up', '-d']);
      const flaky = await waitFor('the last try', async () => {
        const container = await stack.container('flaky');
        return container.status === 'exited' ? container : undefined;
      });
      assert.equal(flaky.exitCode, 4);
      assert.equal(readFileSync(join(stack.folder, 'tries/log'), 'utf8'), 'try\ntry\ntry\n');
      assert.equal((await stack.container('calm')).status, 'exited');
      await stack.ok(['down']);
      await stack.checkNothingLeft();
    });
  });
}
