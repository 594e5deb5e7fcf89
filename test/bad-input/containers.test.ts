import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { checkFailure, Rig, rigSkipReason } from './rig.ts';

describe('containers that do not start', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
    await rig.dockr.ok(['pull', rig.image]);
  });
  after(() => rig[Symbol.asyncDispose]());

  test('a command that the image does not have is told, and run ends with 127', async () => {
    await rig.fails(['up', '-d', '-f', rig.webStack('lost', '[no-such-program, x]')], {
      exitCode: 1,
      codes: ['command-not-found'],
      says: [
        'cannot start container "lost-web-1": there is no command "no-such-program" in it',
        'hint: check the command',
      ],
    });
    for (const more of [[], ['--rm'], ['-d']]) {
      const words = ['run', ...more, rig.image, 'no-such-program'];
      await rig.fails(words, { exitCode: 127, codes: ['command-not-found'], says: ['"no-such-program"'] });
    }
    const failure = { exitCode: 127, codes: ['command-not-found'], says: ['there is no file "/no/such/file"'] };
    await rig.fails(['run', '--rm', rig.image, '/no/such/file'], failure);
  });

  test('a file that may not be executed is told, and run ends with 126', async () => {
    const failure = { codes: ['command-not-executable'], says: ['"/etc/passwd" may not be executed'] };
    await rig.fails(['run', '--rm', rig.image, '/etc/passwd'], { exitCode: 126, ...failure });
    await rig.fails(['up', '-d', '-f', rig.webStack('closed', '[/etc/passwd]')], { exitCode: 1, ...failure });
  });

  test('a script whose interpreter is missing ends like any program that fails, and its output tells why', async () => {
    const dockerfile = `FROM ${rig.image}\nCOPY --chmod=755 start /start\nCMD ["/start"]\n`;
    const file = rig.buildStack('scripted', dockerfile, { start: '#!/usr/bin/no-such-shell\n' });
    await rig.dockr.ok(['build', '-f', file]);
    const ended = await rig.dockr.run(['run', '--rm', 'scripted-web']);
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /\/start.*no such file or directory/i);
    await rig.dockr.ok(['rmi', 'scripted-web']);
  });

  test('a user and a bind source that are not there are told', async () => {
    const userless = rig.webStack('userless', 'sleep 1', ['user: nosuch']);
    await rig.fails(['up', '-d', '-f', userless], {
      exitCode: 1,
      codes: ['unknown-user'],
      says: ['"nosuch"', 'hint: create the user in the image, or give a number'],
    });
    const lines = ['volumes: [{ type: bind, source: ./gone, target: /x, bind: { create_host_path: false } }]'];
    await rig.fails(['up', '-d', '-f', rig.webStack('unbound', 'sleep 1', lines)], {
      exitCode: 1,
      codes: ['bind-source-not-found'],
      says: ['/unbound/gone"'],
    });
  });

  test('a dependency that never gets healthy keeps what was started, and is told with its last output', async () => {
    const file = rig.stack(
      'ill',
      `services:
  db:
    image: ${rig.image}
    command: sh -c 'echo cannot bind; exec sleep 1000'
    healthcheck: { test: [CMD, sh, -c, echo not yet; exit 1], interval: 100ms, retries: 3 }
  web:
    image: ${rig.image}
    command: sleep 1000
    depends_on: { db: { condition: service_healthy } }
`,
    );
    const ended = await rig.dockr.run(['up', '-d', '-f', file]);
    checkFailure(ended, {
      exitCode: 1,
      codes: ['dependency-unhealthy'],
      says: ['service "db"', 'the last check ended with 1: not yet', '  | cannot bind', 'hint:'],
    });
    const { containers, networks } = await rig.state();
    assert.deepEqual(
      containers.map(({ name, health }) => [name, health]),
      [['ill-db-1', 'unhealthy']],
    );
    assert.deepEqual(networks, ['ill_default']);
    await rig.checkClean();
    await rig.dockr.ok(['down', '-f', file]);
  });

  test('a dependency that ends with an error is told with its code and its last output', async () => {
    const file = rig.stack(
      'unfinished',
      `services:
  migrate:
    image: ${rig.image}
    command: sh -c 'echo no database >&2; exit 7'
  web:
    image: ${rig.image}
    command: sleep 1000
    depends_on: { migrate: { condition: service_completed_successfully } }
`,
    );
    const ended = await rig.dockr.run(['up', '-d', '-f', file]);
    const says = ['service "migrate" did not complete', 'it exited with code 7', '  | no database'];
    checkFailure(ended, { exitCode: 1, codes: ['dependency-failed'], says });
    await rig.dockr.ok(['down', '-f', file]);
    await rig.checkClean();
  });

  test('an update that does not start brings the old container back', async () => {
    const file = rig.webStack('updated', 'sleep 1000');
    await rig.dockr.ok(['up', '-d', '-f', file]);
    rig.webStack('updated', 'no-such-program');
    await rig.fails(['up', '-d', '-f', file], {
      exitCode: 1,
      codes: ['command-not-found'],
      says: ['recreate container updated-web-1', '"no-such-program"'],
    });
    await rig.dockr.ok(['exec', '-f', file, 'web', 'true']);
    await rig.dockr.ok(['down', '-f', file]);
  });

  test('two ups of one stack at once make it once', async () => {
    const file = rig.stack(
      'twice',
      `services:\n  a: { image: '${rig.image}', command: sleep 1000 }\n  b: { image: '${rig.image}', command: sleep 1000 }\n`,
    );
    const both = [rig.dockr.run(['up', '-d', '-f', file]), rig.dockr.run(['up', '-d', '-f', file])];
    for (const { exitCode, stderr } of await Promise.all(both)) assert.equal(exitCode, 0, stderr);
    const { containers } = await rig.state();
    assert.deepEqual(
      containers.map(({ name, status }) => [name, status]),
      [
        ['twice-a-1', 'running'],
        ['twice-b-1', 'running'],
      ],
    );
    await rig.checkClean();
    await rig.dockr.ok(['down', '-f', file]);
  });
});
