import assert from 'node:assert/strict';
import { chmodSync, truncateSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { runAsNobody } from '../support/as-nobody.ts';
import { checkFailure, Rig, rigSkipReason } from './rig.ts';

type Case = {
  readonly name: string;
  readonly text: string;
  readonly codes: readonly string[];
  readonly says: readonly string[];
};

const CASES: readonly Case[] = [
  {
    name: 'a quote that is never closed is told where it begins',
    text: 'services:\n  web:\n    image: "nginx\n    command: x\n',
    codes: ['bad-yaml'],
    says: ['bad/stack.yml:3:12', '3 |     image: "nginx\n  |            ^', 'missing closing quote'],
  },
  {
    name: 'a tab as indentation is told with its place',
    text: 'services:\n\tweb:\n    image: nginx\n',
    codes: ['bad-yaml'],
    says: ['bad/stack.yml:2:1', 'tabs are not allowed as indentation'],
  },
  {
    name: 'an unknown key is told with the key that was meant',
    text: 'services:\n  web:\n    imgae: nginx\n',
    codes: ['unknown-key'],
    says: [
      'unknown key "imgae" in service "web"',
      '3 |     imgae: nginx\n  |     ^^^^^',
      'hint: did you mean "image"?',
    ],
  },
  {
    name: 'all problems of a file are told at once, in the order of their places',
    text: 'services:\n  web:\n    imgae: nginx\n    ports: ["99999:80"]\n  other:\n    image: nginx\n    restart: sometimes\nvolums: {}\n',
    codes: ['unknown-key', 'invalid-port', 'wrong-value', 'unknown-key'],
    says: ['3:5', '4:13', '7:14', '8:1', 'hint: did you mean "volumes"?', '4 errors'],
  },
  {
    name: 'a required variable that is not set is told with its own message',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what a stack file has
    text: 'services:\n  web:\n    image: nginx\n    environment:\n      TOKEN: ${TOKEN:?give it in .env}\n',
    codes: ['missing-variable'],
    says: ['required variable "TOKEN" is not set: give it in .env', '5:14', '^^^^^^^^^^^^'],
  },
  {
    name: 'an env file that is not there is told with its whole path',
    text: 'services:\n  web:\n    image: nginx\n    env_file: gone.env\n',
    codes: ['env-file-not-found'],
    says: ['/bad/gone.env"', '4:15', '^^^^^^^^', 'hint: create the file, or'],
  },
  {
    name: 'services that wait for each other are told as a cycle',
    text: 'services:\n  a: { image: x, depends_on: [b] }\n  b: { image: x, depends_on: [c] }\n  c: { image: x, depends_on: [a] }\n',
    codes: ['dependency-cycle'],
    says: ['a -> b -> c -> a', '2:18', 'hint: remove one of these dependencies'],
  },
  {
    name: 'a dependency on a service that does not exist is told',
    text: 'services:\n  web: { image: x, depends_on: [databse] }\n  database: { image: x }\n',
    codes: ['undefined-service'],
    says: ['databse', '2:33', 'hint: did you mean "database"?'],
  },
  {
    name: 'an empty file is told as such',
    text: '',
    codes: ['empty-file'],
    says: ['hint: write at least "services:"'],
  },
  { name: 'a list at the top is told as such', text: '- web\n', codes: ['wrong-type'], says: ['but is a list'] },
];

describe('stack files that are not right', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig[Symbol.asyncDispose]());

  for (const { name, text, codes, says } of CASES) {
    test(name, async () => {
      await rig.fails(['up', '-d', '-f', rig.stack('bad', text)], { exitCode: 3, codes, says });
    });
  }

  test('a folder is not taken for a file', async () => {
    const words = ['up', '-d', '-f', rig.root.makeDirectory('folder')];
    await rig.fails(words, { exitCode: 3, codes: ['not-a-file'], says: ['"folder" is a folder, expected a file'] });
  });

  test('a file that is not there is told, and a folder without any, too', async () => {
    await rig.fails(['up', '-d', '-f', 'gone.yml'], { exitCode: 3, codes: ['file-not-found'], says: ['"gone.yml"'] });
    await rig.fails(['up', '-d'], {
      exitCode: 3,
      codes: ['no-stack-file'],
      says: ['looked for compose.yaml', 'hint: name one with "-f"'],
      options: { cwd: rig.root.makeDirectory('nothing') },
    });
  });

  test('bytes that are no text are refused', async () => {
    const file = rig.stack('binary', '');
    writeFileSync(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff, 0xfe]));
    const failure = {
      exitCode: 3,
      codes: ['invalid-encoding'],
      says: ['is not valid UTF-8', 'hint: save the file as UTF-8'],
    };
    await rig.fails(['up', '-d', '-f', file], failure);
  });

  test('a gigabyte is refused without being read to its end', async () => {
    const file = rig.stack('huge', '');
    truncateSync(file, 2 ** 30);
    const ended = await rig.fails(['up', '-d', '-f', file], {
      exitCode: 3,
      codes: ['too-large'],
      says: ['stack file "huge/stack.yml" is larger than 67108864 bytes'],
    });
    assert.ok(ended.ms < 5000, `${ended.ms} ms`);
  });

  test('a file that the user may not read is told as such', async () => {
    const file = rig.stack('secret', 'services: {}\n');
    chmodSync(file, 0);
    // Root may read everything.
    checkFailure(runAsNobody(rig.dockr, ['config', '-f', file]), {
      exitCode: 3,
      codes: ['unreadable-file'],
      says: ['permission denied', 'hint: make it readable for your user'],
    });
  });

  test('a mistyped option and a mistyped command are wrong usage', async () => {
    await rig.fails(['up', '--detatch'], {
      exitCode: 2,
      codes: ['unknown-option'],
      says: ['did you mean "--detach"?'],
    });
    await rig.fails(['dwon'], { exitCode: 2, codes: ['unknown-command'], says: ['did you mean "dockr down"?'] });
  });
});
