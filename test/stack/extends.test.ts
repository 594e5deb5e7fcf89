import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadStack } from '../../src/stack/load-stack.ts';
import type { Service } from '../../src/stack/model.ts';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { memoryReader, tryLoad } from './load-case.ts';

type Files = Readonly<Record<string, string>>;

function toOptions(files: Files, options: Partial<LoadOptions> = {}): LoadOptions {
  const absolute = Object.entries(files).map(([name, text]) => [`/work/${name}`, text]);
  return { files: [], cwd: '/work', environment: {}, ...memoryReader(Object.fromEntries(absolute)), ...options };
}

async function loadWeb(files: Files, options: Partial<LoadOptions> = {}): Promise<Service | undefined> {
  const { stack } = await loadStack(toOptions(files, options));
  return stack.services['web'];
}

test('a service extends another of its file, over as many as there are', async () => {
  const web = await loadWeb({
    'compose.yaml':
      'services:\n  web: { extends: api, user: web, environment: { A: web } }\n' +
      '  api: { extends: { service: base }, tty: true, environment: [A=api, B=api] }\n' +
      '  base: { image: nginx, user: base, ports: ["80"] }\n',
  });
  assert.deepEqual([web?.image, web?.user, web?.tty, web?.ports.length], ['nginx', 'web', true, 1]);
  assert.deepEqual(web?.environment, { A: 'web', B: 'api' });
});

test('paths of an extended file start at its folder, and what it extends itself is looked for there', async () => {
  const web = await loadWeb({
    'compose.yaml': 'services:\n  web: { extends: { file: a/one.yaml, service: one }, volumes: ["./w:/w"] }\n',
    'a/one.yaml': 'services:\n  one: { extends: { file: b/two.yaml, service: two }, volumes: ["./one:/one"] }\n',
    'a/b/two.yaml':
      'services:\n  two: { build: { context: ../src, additional_contexts: [x=./x] }, volumes: ["../two:/two"], env_file: v.env }\n',
    'a/b/v.env': 'V=1\n',
  });
  assert.equal(web?.build?.context, '/work/a/src');
  assert.deepEqual(web?.build?.additionalContexts, { x: '/work/a/b/x' });
  assert.deepEqual(
    web?.volumes.map((mount) => mount.kind === 'bind' && mount.source),
    ['/work/a/two', '/work/a/one', '/work/w'],
  );
  assert.deepEqual(web?.environment, { V: '1' });
});

test('only the service is taken: the rest of the file may be wrong for this stack', async () => {
  const web = await loadWeb({
    'compose.yaml': 'services:\n  web: { extends: { file: base.yaml, service: base } }\n',
    'base.yaml': 'include: [gone.yaml]\nservices:\n  base: { image: nginx }\n  other: { imgae: x }\n',
  });
  assert.equal(web?.image, 'nginx');
});

test('what a service depends on is inherited, and has to be there', async () => {
  const files = {
    'compose.yaml': 'services:\n  web: { extends: { file: base.yaml, service: base } }\n',
    'base.yaml': 'services:\n  base: { image: nginx, depends_on: [db] }\n  db: { image: pg }\n',
  };
  const result = await tryLoad(toOptions(files));
  assert.deepEqual('errors' in result && result.errors.map(({ code, at }) => [code, at?.file, at?.line]), [
    ['undefined-service', 'base.yaml', 2],
  ]);
  const web = await loadWeb({ ...files, 'compose.yaml': `${files['compose.yaml']}  db: { image: mine }\n` });
  assert.deepEqual(Object.keys(web?.dependsOn ?? {}), ['db']);
});

test('!reset and !override of a service are about its base and about earlier files', async () => {
  const files = {
    'one.yaml':
      'services:\n  web: { image: x, command: one, labels: { one: "1" }, environment: { ONE: "1", BOTH: "1" } }\n',
    'two.yaml':
      'services:\n  base: { image: base, command: base, labels: { base: "1" }, environment: { BASE: "1", BOTH: "2" } }\n' +
      '  web: { extends: base, command: !reset null, labels: !override { two: "2" }, environment: { BOTH: !reset null } }\n',
  };
  const web = await loadWeb(files, { files: ['one.yaml', 'two.yaml'] });
  assert.equal(web?.command, undefined);
  assert.deepEqual(web?.labels, { two: '2' });
  assert.deepEqual(web?.environment, { BASE: '1', ONE: '1' });
});

test('tags of an extended service are about what it extends itself', async () => {
  const files = {
    'one.yaml': 'services:\n  web: { image: x, labels: { one: "1" } }\n',
    'two.yaml':
      'services:\n  root: { image: root, labels: { root: "1" }, user: root }\n' +
      '  base: { extends: root, labels: !override { base: "1" }, user: !reset null }\n' +
      '  web: { extends: base }\n',
  };
  const web = await loadWeb(files, { files: ['one.yaml', 'two.yaml'] });
  assert.deepEqual(web?.labels, { base: '1', one: '1' });
  assert.equal(web?.user, undefined);
});

test('a service that a profile switches off can be extended', async () => {
  const web = await loadWeb({
    'compose.yaml':
      'services:\n  base: { image: nginx, profiles: [p] }\n  web: { extends: base, profiles: !reset [] }\n',
  });
  assert.equal(web?.image, 'nginx');
});

test('a service that an included file defines can be extended', async () => {
  const web = await loadWeb({
    'compose.yaml': 'include: [a/inc.yaml]\nservices:\n  web: { extends: base, tty: true }\n',
    'a/inc.yaml': 'services: { base: { build: . } }\n',
  });
  assert.deepEqual([web?.build?.context, web?.tty], ['/work/a', true]);
});

const wrong: readonly (readonly [string, Files, readonly string[]])[] = [
  ['itself', { 'compose.yaml': 'services:\n  web: { image: x, extends: web }\n' }, ['compose.yaml:2:29 extends-cycle']],
  [
    'in a circle',
    { 'compose.yaml': 'services:\n  a: { extends: b }\n  b: { extends: c }\n  c: { extends: a }\n' },
    ['compose.yaml:4:17 extends-cycle'],
  ],
  [
    'in a circle through files',
    {
      'compose.yaml': 'services:\n  a: { extends: { file: b.yaml, service: b } }\n',
      'b.yaml': 'services:\n  b: { extends: { file: compose.yaml, service: a } }\n',
    },
    ['b.yaml:2:48 extends-cycle'],
  ],
  [
    'nothing there is',
    { 'compose.yaml': 'services:\n  web: { extends: wbe }\n  web2: { image: x }\n' },
    ['compose.yaml:2:19 undefined-service'],
  ],
  [
    'a file that is missing',
    { 'compose.yaml': 'services:\n  web: { extends: { file: gone.yaml, service: x } }\n' },
    ['compose.yaml:2:27 file-not-found'],
  ],
  [
    'a file without services',
    { 'compose.yaml': 'services:\n  web: { extends: { file: a.yaml, service: x } }\n', 'a.yaml': 'networks: {}\n' },
    ['compose.yaml:2:44 undefined-service'],
  ],
  [
    'a file of another machine',
    { 'compose.yaml': 'services:\n  web: { extends: { file: "https://x/y.yaml", service: x } }\n' },
    ['compose.yaml:2:27 remote-file'],
  ],
  [
    'without a service',
    { 'compose.yaml': 'services:\n  web: { image: x, extends: { file: a.yaml } }\n' },
    ['compose.yaml:2:20 missing-key'],
  ],
  ['a list', { 'compose.yaml': 'services:\n  web: { image: x, extends: [a] }\n' }, ['compose.yaml:2:29 wrong-type']],
  [
    'with a typo',
    { 'compose.yaml': 'services:\n  web: { extends: { service: a, flie: b } }\n  a: { image: x }\n' },
    ['compose.yaml:2:33 unknown-key'],
  ],
];

for (const [name, files, expected] of wrong) {
  test(`extending ${name} is an error with its place`, async () => {
    const result = await tryLoad(toOptions(files));
    const errors = 'errors' in result ? result.errors : [];
    assert.deepEqual(
      errors
        .filter(({ code }) => code !== 'no-image')
        .map(({ code, at }) => `${at?.file}:${at?.line}:${at?.column} ${code}`),
      expected,
    );
  });
}

test('a circle names its services and files', async () => {
  const files = {
    'compose.yaml': 'services:\n  a: { extends: { file: b.yaml, service: b } }\n',
    'b.yaml': 'services:\n  b: { extends: { file: compose.yaml, service: a } }\n',
  };
  await assert.rejects(loadWeb(files), {
    message: 'services extend each other: "a" of "compose.yaml" -> "b" of "b.yaml" -> "a" of "compose.yaml"',
  });
});
