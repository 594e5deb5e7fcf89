// What a stack was brought to before can be listed, compared and gone back to.
import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { RevisionSummary } from '../../src/api/messages.ts';
import { busyboxImage, extendImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, jsonLines, Scenario, StackUnderTest } from './scenario.ts';

describe('the history of a stack', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    stack = new StackUnderTest(scenario, scenario.writeFolder('history', {}), { PIN: 'hunter2' });
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const write = (text: string, more: object = {}): void => {
    const web = {
      image: served.images.busybox.byTag,
      command: ['sh', '-c', `mkdir -p /www && echo ${text} > /www/index.html && exec httpd -f -p 80 -h /www`],
      environment: { API_TOKEN: `token of ${text}` },
      secrets: ['pin'],
      ports: [`${port}:80`],
    };
    const file = { name: 'history', services: { web, ...more }, secrets: { pin: { environment: 'PIN' } } };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(file));
  };
  const revisions = async () => jsonLines<RevisionSummary>((await stack.ok(['history', '--format', 'json'])).stdout);
  const read = () => get(`http://127.0.0.1:${port}/`);

  test('each up that changes something is a revision, one that does not is none', async () => {
    write('one');
    await stack.ok(['up', '-d', '--wait']);
    await stack.ok(['up', '-d']);
    write('two', { side: { image: served.images.busybox.byTag, command: ['sleep', '1000000'] } });
    await stack.ok(['up', '-d', '--wait']);
    assert.deepEqual(
      (await revisions()).map(({ revision, outcome, cause, isCurrent }) => [revision, outcome, cause, isCurrent]),
      [
        [2, 'applied', 'up', true],
        [1, 'applied', 'up', false],
      ],
    );
    assert.match((await stack.ok(['history'])).stdout, /^REVISION +CREATED +OUTCOME +BY +NOTE\n2 \* .*\n1 +/);
  });

  test('an unchanged stack is applied without writing anything', async () => {
    const files = ['dockr.db', 'dockr.db-wal'].map((name) => join(scenario.root.stateDirectory, name));
    const state = () => files.map((file) => statSync(file).mtimeMs);
    const isFree = async () => {
      // How far the audit log has come is written down a second after each command: after the last one, and after a slow one.
      await waitFor('rest', () => Date.now() - Math.max(...state()) > 1_500);
      const before = state();
      await stack.ok(['up', '-d']);
      return isDeepStrictEqual(state(), before);
    };
    await waitFor('an up without a write', isFree, { timeoutMs: 60_000 });
  });

  test('diff shows what was changed, and no secret', async () => {
    const { exitCode, stdout } = await stack.run(['diff', '1']);
    assert.equal(exitCode, 4);
    assert.match(stdout, /^--- revision 1\n\+\+\+ revision 2\n/);
    assert.match(stdout, /^-.*echo one/m);
    assert.match(stdout, /^\+.*echo two/m);
    assert.match(stdout, /^-.*API_TOKEN: \(hidden [0-9a-f]{8}\)$/m);
    const listed = await stack.run(['history', '--json']);
    const inspected = await stack.run(['inspect', 'history']);
    assert.doesNotMatch([stdout, listed.stdout].join(), /token of|hunter2/);
    assert.doesNotMatch(inspected.stdout, /hunter2/);
    assert.equal((await stack.run(['diff', '2', '2'])).exitCode, 0);
  });

  test('rollback brings back what ran before, with what was added since gone, and is a revision itself', async () => {
    await stack.ok(['rollback', '--wait']);
    assert.equal(await read(), 'one\n');
    assert.equal((await stack.ok(['exec', 'web', 'cat', '/run/secrets/pin'])).stdout, 'hunter2');
    assert.deepEqual(
      (await stack.containers()).map(({ service }) => service),
      ['web'],
    );
    const [last] = await revisions();
    assert.deepEqual([last?.revision, last?.cause, last?.outcome], [3, 'rollback to 1', 'applied']);
    await stack.ok(['rollback', '--to', '2', '--wait']);
    assert.equal(await read(), 'two\n');
  });

  test('the image is the one of then, whatever its name stands for by now', async () => {
    const newer = await extendImage(await busyboxImage(), scenario.root.makeDirectory('newer'), {
      files: { 'etc/edition': 'second\n' },
    });
    await pushImage({ registryUrl: served.registry.url, repository: 'busybox', tag: 'test' }, newer);
    await stack.ok(['up', '-d', '--wait', '--pull', 'always']);
    const edition = () => stack.sh('web', 'cat /etc/edition 2>/dev/null || echo first');
    assert.equal(await edition(), 'second');
    await stack.ok(['rollback', '--wait']);
    assert.equal(await edition(), 'first');
    await stack.ok(['up', '-d', '--wait']);
    assert.equal(await edition(), 'second');
  });

  test('a revision that is not there is told with those that are', async () => {
    const { exitCode, stderr } = await stack.run(['rollback', '--to', '99']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /^error\[revision-not-found\]: stack "history" has no revision 99: kept are 1, 2, 3/);
    assert.equal((await stack.run(['diff', 'x'])).exitCode, 2);
    assert.match((await stack.run(['-p', 'nobody', 'rollback'])).stderr, /^error\[nothing-to-roll-back-to\]/);
  });
});
