// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoadedStack, loadStack } from '../../src/stack/load-stack.ts';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { memoryReader, tryLoad } from './load-case.ts';

type Files = Readonly<Record<string, string>>;

/** Loads `/work/compose.yaml`; the names of files are relative to `/work`. */
function load(files: Files, options: Partial<LoadOptions> = {}): Promise<LoadedStack> {
  return loadStack(toOptions(files, options));
}

function toOptions(files: Files, options: Partial<LoadOptions>): LoadOptions {
  const absolute = Object.entries(files).map(([name, text]) => [`/work/${name}`, text]);
  return { files: [], cwd: '/work', environment: {}, ...memoryReader(Object.fromEntries(absolute)), ...options };
}

async function failureOf(files: Files, options: Partial<LoadOptions> = {}): Promise<readonly string[]> {
  const result = await tryLoad(toOptions(files, options));
  if (!('errors' in result)) throw new assert.AssertionError({ message: 'expected errors' });
  return result.errors.map(({ code, at }) => `${at?.file}:${at?.line}:${at?.column} ${code}`);
}

test('an included file gives its services, networks, volumes, secrets and configs', async () => {
  const files = {
    'compose.yaml': 'include: [db/compose.yaml]\nservices:\n  web: { image: nginx, depends_on: [db] }\n',
    'db/compose.yaml':
      'name: other\nservices:\n  db: { image: pg, volumes: ["data:/d"], networks: [back], secrets: [s], configs: [c] }\n' +
      'volumes: { data: }\nnetworks: { back: }\nsecrets: { s: { file: s.txt } }\nconfigs: { c: { file: ../c.txt } }\n',
  };
  const { stack } = await load(files);
  assert.deepEqual(Object.keys(stack.services), ['db', 'web']);
  assert.deepEqual(Object.keys(stack.volumes), ['data']);
  assert.deepEqual(stack.secrets['s']?.origin, { kind: 'file', path: '/work/db/s.txt' });
  assert.deepEqual(stack.configs['c']?.origin, { kind: 'file', path: '/work/c.txt' });
  assert.equal(stack.name, 'work', 'the name of an included file is not that of the stack');
});

test('relative paths of an included file start at its folder, or at its project directory', async () => {
  const service = 'services:\n  a: { build: ., volumes: ["./d:/d"], env_file: v.env }\n  b: { build: { target: t } }\n';
  const files = { 'x/y/inc.yaml': service, 'x/y/v.env': 'V=folder\n', 'x/z/v.env': 'V=directory\n' };
  const first = await load({ ...files, 'compose.yaml': 'include: [x/y/inc.yaml]\n' });
  assert.equal(first.stack.services['a']?.build?.context, '/work/x/y');
  assert.equal(first.stack.services['b']?.build?.context, '/work/x/y');
  assert.deepEqual(first.stack.services['a']?.environment, { V: 'folder' });
  const second = await load({
    ...files,
    'compose.yaml': 'include: [{ path: x/y/inc.yaml, project_directory: x/z }]\n',
  });
  const [mount] = second.stack.services['a']?.volumes ?? [];
  assert.equal(mount?.kind === 'bind' && mount.source, '/work/x/z/d');
  assert.equal(second.stack.services['b']?.build?.context, '/work/x/z');
  assert.deepEqual(second.stack.services['a']?.environment, { V: 'directory' });
});

test('a folder whose name has a colon in it is still a folder', async () => {
  const { stack } = await load({
    'compose.yaml': 'include: ["a:b/inc.yaml"]\n',
    'a:b/inc.yaml': 'services: { a: { image: x, volumes: ["./d:/d:ro"] } }\n',
  });
  const [mount] = stack.services['a']?.volumes ?? [];
  assert.ok(mount?.kind === 'bind' && mount.source === '/work/a:b/d' && mount.readOnly);
});

test('what the including file says wins, and the other paths of an include override the first', async () => {
  const { stack } = await load({
    'compose.yaml':
      'include: [{ path: [a.yaml, b.yaml] }]\nservices:\n  web: { image: mine, environment: { A: "1" }, labels: !reset {} }\n',
    'a.yaml': 'services: { web: { image: a, user: a, tty: true, environment: [B=1], labels: { l: "1" } } }\n',
    'b.yaml': 'services: { web: { image: b, user: b } }\n',
  });
  const web = stack.services['web'];
  assert.deepEqual([web?.image, web?.user, web?.tty], ['mine', 'b', true]);
  assert.deepEqual(web?.environment, { A: '1', B: '1' });
  assert.deepEqual(web?.labels, {});
});

test('an include has the .env of its folder or its own env files, and the variables of the caller win', async () => {
  const files = {
    'inc/inc.yaml': 'services: { a: { image: "${A}-${B:-none}", environment: [B] } }\n',
    'inc/.env': 'A=dot\nB=dot\n',
    'one.env': 'A=one\nB=${A}-1\n',
    'two.env': 'B=${B}-2\n',
  };
  const image = async (include: string, environment = {}) => {
    const { stack } = await load({ ...files, 'compose.yaml': `include: [${include}]\n` }, { environment });
    return [stack.services['a']?.image, stack.services['a']?.environment['B']];
  };
  assert.deepEqual(await image('inc/inc.yaml'), ['dot-dot', 'dot']);
  assert.deepEqual(await image('inc/inc.yaml', { A: 'caller' }), ['caller-dot', 'dot']);
  assert.deepEqual(await image('{ path: inc/inc.yaml, env_file: [one.env, two.env] }'), ['one-one-1-2', 'one-1-2']);
  assert.deepEqual(await image('{ path: inc/inc.yaml, env_file: /dev/null }', { A: 'a' }), ['a-none', null]);
});

test('the secret of an included file can come from its own env file', async () => {
  const { stack } = await load({
    'compose.yaml': 'include: [{ path: inc/inc.yaml, env_file: own.env }]\n',
    'inc/inc.yaml': 'services: { a: { image: x, secrets: [s] } }\nsecrets: { s: { environment: TOKEN } }\n',
    'own.env': 'TOKEN=hidden\n',
  });
  assert.deepEqual(stack.secrets['s']?.origin, { kind: 'content', content: 'hidden', variable: 'TOKEN' });
});

test('includes of includes start at their own folder', async () => {
  const { stack } = await load({
    'compose.yaml': 'include: [a/inc.yaml]\n',
    'a/inc.yaml': 'include: [b/inc.yaml]\nservices: { a: { build: . } }\n',
    'a/b/inc.yaml': 'services: { b: { extends: { file: c/base.yaml, service: base } } }\n',
    'a/b/c/base.yaml': 'services: { base: { build: ./src } }\n',
  });
  assert.equal(stack.services['a']?.build?.context, '/work/a');
  assert.equal(stack.services['b']?.build?.context, '/work/a/b/c/src');
});

test('positions lead through includes, overrides and extensions to the file and line', async () => {
  const { positions } = await load({
    'compose.yaml': 'include: [a/inc.yaml]\nservices:\n  web:\n    tty: true\n',
    'a/inc.yaml': 'services:\n  web:\n    extends: { file: base.yaml, service: base }\n    user: "1"\n',
    'a/base.yaml': 'services:\n  base:\n    image: nginx\n    environment:\n      - A=1\n      - B=2\n',
  });
  const placeOf = (...path: (string | number)[]) => {
    const at = positions(['services', 'web', ...path]);
    return `${at?.file}:${at?.line}:${at?.column}`;
  };
  assert.equal(placeOf('tty'), 'compose.yaml:4:10');
  assert.equal(placeOf('user'), 'a/inc.yaml:4:11');
  assert.equal(placeOf('image'), 'a/base.yaml:3:12');
  assert.equal(placeOf('environment', 'B'), 'a/base.yaml:6:9');
});

test('an error in an included file points there', async () => {
  const files = { 'compose.yaml': 'include: [a/inc.yaml]\n', 'a/inc.yaml': 'services:\n  web:\n    imgae: x\n' };
  assert.deepEqual(await failureOf(files), ['a/inc.yaml:3:5 unknown-key']);
  assert.deepEqual(await failureOf({ ...files, 'a/inc.yaml': 'services: [\n' }), ['a/inc.yaml:2:1 bad-yaml']);
});

const wrong: readonly (readonly [string, Files, readonly string[]])[] = [
  ['that is missing', { 'compose.yaml': 'include: [gone.yaml]\n' }, ['compose.yaml:1:11 file-not-found']],
  [
    'with an env file that is missing',
    { 'compose.yaml': 'include: [{ path: a.yaml, env_file: gone.env }]\n', 'a.yaml': 'services: {}\n' },
    ['compose.yaml:1:37 file-not-found'],
  ],
  [
    'that is empty',
    { 'compose.yaml': 'include: [a.yaml]\n', 'a.yaml': '# nothing\n' },
    ['compose.yaml:1:11 empty-file'],
  ],
  ['of another machine', { 'compose.yaml': 'include: ["oci://x/y"]\n' }, ['compose.yaml:1:11 remote-file']],
  [
    'of another machine, by git',
    { 'compose.yaml': 'include: [{ path: ["git@host:a/b.git"] }]\n' },
    ['compose.yaml:1:20 remote-file'],
  ],
  ['that is no list', { 'compose.yaml': 'include: a.yaml\n' }, ['compose.yaml:1:10 wrong-type']],
  ['without a path', { 'compose.yaml': 'include: [{ env_file: x }]\n' }, ['compose.yaml:1:11 missing-key']],
  [
    'with an unknown key',
    { 'compose.yaml': 'include: [{ paht: a.yaml, path: a.yaml }]\n', 'a.yaml': 'x-a: 1\n' },
    ['compose.yaml:1:13 unknown-key'],
  ],
  ['of itself', { 'compose.yaml': 'include: [compose.yaml]\n' }, ['compose.yaml:1:11 include-cycle']],
  [
    'in a circle',
    {
      'compose.yaml': 'include: [a/a.yaml]\n',
      'a/a.yaml': 'include: [../b.yaml]\n',
      'b.yaml': 'include: [a/a.yaml]\n',
    },
    ['b.yaml:1:11 include-cycle'],
  ],
  [
    'in a circle through an override',
    { 'compose.yaml': 'include: [{ path: [a.yaml, compose.yaml] }]\n', 'a.yaml': 'services: {}\n' },
    ['compose.yaml:1:28 include-cycle'],
  ],
];

for (const [name, files, expected] of wrong) {
  test(`an include ${name} is an error with its place`, async () => {
    assert.deepEqual(await failureOf(files), expected);
  });
}

test('a circle of includes names its files', async () => {
  const files = {
    'compose.yaml': 'include: [a.yaml]\n',
    'a.yaml': 'include: [b.yaml]\n',
    'b.yaml': 'include: [a.yaml]\n',
  };
  await assert.rejects(load(files), { message: 'files include each other: "a.yaml" -> "b.yaml" -> "a.yaml"' });
});

test('the same file can be included twice', async () => {
  const { stack } = await load({
    'compose.yaml': 'include: [a.yaml, b.yaml]\n',
    'a.yaml': 'include: [c.yaml]\n',
    'b.yaml': 'include: [c.yaml]\n',
    'c.yaml': 'services: { web: { image: nginx, ports: ["80"] } }\n',
  });
  assert.equal(stack.services['web']?.ports.length, 1);
});
