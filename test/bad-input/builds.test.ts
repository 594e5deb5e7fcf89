import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { interruptAt, Rig, rigSkipReason } from './rig.ts';

describe('builds that fail', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
    await rig.dockr.ok(['pull', rig.image]);
  });
  after(() => rig[Symbol.asyncDispose]());

  type Case = {
    readonly name: string;
    readonly lines: readonly string[];
    readonly codes: readonly string[];
    readonly says: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
  };
  const CASES: readonly Case[] = [
    {
      name: 'a RUN that fails is told with its exit code, its place and its last output',
      lines: ['RUN echo fine', 'RUN echo one; echo it is broken >&2; exit 3'],
      codes: ['run-failed'],
      says: ['failed with exit code 3', 'bad/Dockerfile:3:1', '\n  | one\n  | it is broken\n'],
    },
    {
      name: 'a command that the image does not have is told',
      lines: ['RUN ["no-such-program"]'],
      codes: ['run-failed'],
      says: ['could not be started', 'no-such-program', 'bad/Dockerfile:2:1'],
    },
    {
      name: 'all mistakes in a Dockerfile are told at once',
      lines: ['RUM echo one', 'COPY lonely'],
      codes: ['unknown-instruction', 'missing-argument'],
      says: ['2 | RUM echo one\n  | ^^^', 'hint: did you mean "RUN"?', 'bad/Dockerfile:3:6', '2 errors'],
    },
    {
      name: 'a COPY of a file that is not there is told with the file that was meant',
      lines: ['COPY indx.html /www/'],
      codes: ['copy-source-not-found'],
      says: ['"indx.html"', 'bad/Dockerfile:2:', 'hint: did you mean "index.html"?'],
      files: { 'index.html': '' },
    },
  ];

  for (const { name, lines, codes, says, files } of CASES) {
    test(name, async () => {
      const file = rig.buildStack('bad', `${[`FROM ${rig.image}`, ...lines].join('\n')}\n`, files);
      await rig.fails(['up', '-d', '-f', file], { exitCode: 1, codes, says });
      await rig.fails(['build', '-f', file], { exitCode: 1, codes, says });
    });
  }

  // What is no stage is an image. How its registry refuses it depends on the network, so the code is not looked at.
  test('a stage that does not exist is told where it is named, with the one that was meant', async () => {
    const dockerfile = `FROM ${rig.image} AS assets\nFROM ${rig.image}\nCOPY --from=asets /a /b\n`;
    const before = await rig.state();
    const { exitCode, stderr } = await rig.dockr.run(['up', '-d', '-f', rig.buildStack('stageless', dockerfile)]);
    assert.equal(exitCode, 1);
    for (const words of [
      'cannot pull "asets:latest"',
      'stageless/Dockerfile:3:',
      'hint: did you mean the stage "assets"?',
    ])
      assert.ok(stderr.includes(words), stderr);
    assert.deepEqual(await rig.state(), before);
  });

  test('a base image that is not there is told at its FROM', async () => {
    const file = rig.buildStack('baseless', `FROM ${rig.registry.address}/nothing:1\nRUN true\n`);
    const failure = { exitCode: 1, codes: ['image-not-found'], says: ['baseless/Dockerfile:1:1'] };
    await rig.fails(['up', '-d', '-f', file], failure);
  });

  test('a Dockerfile or a context that is not there is told', async () => {
    const text = 'services:\n  web:\n    build: .\n';
    const file = rig.stack('undockered', text, { dokerfile: 'FROM scratch\n' });
    await rig.fails(['up', '-d', '-f', file], {
      exitCode: 1,
      codes: ['dockerfile-not-found'],
      says: ['/undockered/Dockerfile"', 'hint: did you mean "dokerfile"?'],
    });
    const contextless = rig.stack('contextless', text.replace('build: .', 'build: ./gone'));
    await rig.fails(['up', '-d', '-f', contextless], { exitCode: 1, codes: ['context-not-found'], says: ['gone"'] });
  });

  test('a target that is not among the stages is told with the one that was meant', async () => {
    const text = 'services:\n  web:\n    build: { context: ., target: relase }\n';
    const file = rig.stack('targetless', text, { Dockerfile: `FROM ${rig.image} AS release\n` });
    await rig.fails(['up', '-d', '-f', file], {
      exitCode: 1,
      codes: ['unknown-target'],
      says: ['has no stage "relase"', 'hint: did you mean "release"?'],
    });
  });

  test('Ctrl-C in the middle of a RUN ends it, and leaves nothing', async () => {
    const file = rig.buildStack('endless', `FROM ${rig.image}\nRUN echo has begun; sleep 1000\n`);
    const failure = { exitCode: 130, codes: [], says: ['interrupted'], options: interruptAt('| has begun') };
    await rig.fails(['up', '-d', '-f', file], failure);
    await rig.fails(['build', '-f', file], failure);
  });
});
