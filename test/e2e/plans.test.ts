// Plans that are kept, refused when they are out of date, compared and explained; and what is never in them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { Scenario, StackUnderTest } from './scenario.ts';

const SENTINELS = /s3cr3t-of-variable|s3cr3t-of-environment|s3cr3t-in-command/;

describe('plans', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    stack = new StackUnderTest(scenario, scenario.writeFolder('plans', {}), { PIN: 's3cr3t-of-variable' });
    write('info');
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const write = (level: string): void => {
    const lines = [
      'name: plans',
      'services:',
      '  web:',
      `    image: ${served.images.busybox.byTag}`,
      '    command: ["sh", "-c", "exec sleep 1000000", "--token", "s3cr3t-in-command"]',
      '    stop_signal: SIGKILL',
      '    environment:',
      `      LEVEL: ${level}`,
      '      DB_PASSWORD: s3cr3t-of-environment',
      '    secrets: [pin]',
      'secrets:',
      '  pin: { environment: PIN }',
    ];
    writeFileSync(join(stack.folder, 'stack.yml'), `${lines.join('\n')}\n`);
  };

  test('a plan that is kept is carried out as it was seen', async () => {
    const planned = await stack.run(['plan', '-o', 'plan.json']);
    assert.equal(planned.exitCode, 4);
    await stack.ok(['apply', 'plan.json', '--wait']);
    assert.equal((await stack.run(['plan'])).exitCode, 0);
  });

  test('no secret is in a plan, in its file, or in what is printed of them', async () => {
    write('debug');
    const outputs = [];
    for (const words of [
      ['plan', '-o', 'plan.json', '--diff'],
      ['plan', '--json'],
      ['explain', 'web'],
      ['up', '-d', '--json'],
      ['history', '--json'],
    ]) {
      const { stdout, stderr } = await stack.run(words);
      outputs.push(stdout, stderr);
    }
    assert.match(outputs.join('\n'), /create-container|recreate/);
    assert.doesNotMatch(outputs.join('\n'), SENTINELS);
    assert.doesNotMatch(readFileSync(join(stack.folder, 'plan.json'), 'utf8'), SENTINELS);
  });

  test('a plan whose files or machine changed since is refused, and nothing is done', async () => {
    write('info');
    await stack.run(['plan', '-o', 'plan.json']);
    write('warn');
    const changed = await stack.run(['apply', 'plan.json']);
    assert.equal(changed.exitCode, 3);
    assert.match(changed.stderr, /^error\[plan-outdated\]: the plan for stack "plans" is out of date/);
    assert.match(changed.stderr, /the steps are the same, but details of them differ/);
    write('info');
    await stack.ok(['down']);
    const gone = await stack.run(['apply', 'plan.json']);
    assert.match(gone.stderr, /now: create container plans-web-1/);
    assert.match(gone.stderr, /no longer: recreate container plans-web-1/);
    assert.deepEqual(await stack.containers(), []);
    await stack.ok(['up', '-d']);
  });

  test('explain names the field, both values and the line that asks for it', async () => {
    write('debug');
    const { exitCode, stdout } = await stack.run(['explain', 'web']);
    assert.equal(exitCode, 4);
    assert.equal(stdout, 'recreate container plans-web-1\n  environment.LEVEL "info" -> "debug"  (stack.yml:8:14)\n');
    write('info');
    const same = await stack.ok(['explain', 'web']);
    assert.equal(same.stdout, 'nothing to do for service "web": container plans-web-1\n');
    assert.match((await stack.run(['explain', 'wep'])).stderr, /did you mean "web"/);
  });

  test('the difference to what was applied is shown as lines', async () => {
    write('debug');
    const { stdout } = await stack.run(['plan', '--diff']);
    assert.match(stdout, /^--- applied\n\+\+\+ to be applied\n@@ .*/);
    assert.match(stdout, /^- +LEVEL: info\n\+ +LEVEL: debug$/m);
    assert.match(stdout, /DB_PASSWORD: \(hidden [0-9a-f]{8}\)/);
  });

  test('what is no plan, or cannot be written, is told', async () => {
    for (const [name, text] of [
      ['none.json', ''],
      ['other.json', '{}'],
      ['cut.json', '{"kind":"dockr-plan","version":1}'],
    ])
      writeFileSync(join(stack.folder, name ?? ''), text ?? '');
    for (const name of ['none.json', 'other.json', 'cut.json', 'missing.json']) {
      const { exitCode, stderr } = await stack.run(['apply', name]);
      assert.equal(exitCode, 2, name);
      assert.match(stderr, /^error\[bad-plan-file\]/);
    }
    assert.match((await stack.run(['plan', '-o', '/nowhere/plan.json'])).stderr, /^error\[plan-not-written\]/);
  });
});
