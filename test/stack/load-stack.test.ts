// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoadedStack, loadStack } from '../../src/stack/load-stack.ts';
import { FOREIGN_LIMITS } from '../../src/stack/parse-yaml.ts';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { memoryReader, tryLoad } from './load-case.ts';

const WEB = 'services:\n  web:\n    image: nginx\n';

function load(files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): Promise<LoadedStack> {
  return loadStack({ files: [], cwd: '/work/shop', environment: {}, ...memoryReader(files), ...options });
}

test('the first stack file of the nearest folder is found, with its override', async () => {
  const files = {
    '/work/compose.yml': WEB,
    '/work/compose.override.yaml': 'services:\n  web:\n    tty: true\n',
    '/compose.yaml': WEB,
  };
  const { stack, warnings } = await load(files);
  assert.deepEqual(stack.files, ['/work/compose.yml', '/work/compose.override.yaml']);
  assert.equal(stack.directory, '/work');
  assert.equal(stack.name, 'work');
  assert.equal(stack.services['web']?.tty, true);
  assert.deepEqual(warnings, []);
});

test('several stack files in one folder give a warning', async () => {
  const { stack, warnings } = await load({ '/work/shop/stack.yml': WEB, '/work/shop/compose.yaml': WEB });
  assert.deepEqual(stack.files, ['/work/shop/compose.yaml']);
  assert.deepEqual(
    warnings.map((warning) => warning.code),
    ['several-stack-files'],
  );
});

test('no stack file anywhere is an error that names what was looked for', async () => {
  await assert.rejects(load({}), { code: 'no-stack-file', kind: 'stack' });
});

test('a named file that is missing is an error that names it', async () => {
  await assert.rejects(load({}, { files: ['x.yml'] }), {
    code: 'file-not-found',
    message: 'stack file "x.yml" does not exist',
  });
});

test('later files win, and paths start at the first', async () => {
  const files = {
    '/work/a/one.yml': `${WEB}    volumes: ["./x:/x"]\n`,
    '/work/b/two.yml': 'services:\n  web:\n    image: other\n    volumes: ["./y:/y"]\n',
  };
  const { stack } = await load(files, { files: ['../a/one.yml', '/work/b/two.yml'] });
  assert.equal(stack.services['web']?.image, 'other');
  assert.deepEqual(
    stack.services['web']?.volumes.map((mount) => mount.kind === 'bind' && mount.source),
    ['/work/a/x', '/work/a/y'],
  );
});

test('standard input is a stack file of the current folder', async () => {
  const { stack } = await load({ '-': WEB }, { files: ['-'] });
  assert.equal(stack.directory, '/work/shop');
  assert.deepEqual(stack.files, ['-']);
});

test('COMPOSE_FILE names the files, and DOCKR_FILE wins over it', async () => {
  const files = { '/work/shop/a.yml': WEB, '/work/shop/b.yml': 'services:\n  web:\n    tty: true\n' };
  assert.deepEqual((await load(files, { environment: { COMPOSE_FILE: 'a.yml:b.yml' } })).stack.files, [
    '/work/shop/a.yml',
    '/work/shop/b.yml',
  ]);
  assert.deepEqual(
    (await load(files, { environment: { COMPOSE_FILE: 'x', DOCKR_FILE: 'a.yml;b.yml', COMPOSE_PATH_SEPARATOR: ';' } }))
      .stack.files.length,
    2,
  );
});

test('the environment wins over named env files, later ones over earlier, and those replace .env', async () => {
  const files = {
    '/work/shop/stack.yml': 'services:\n  web:\n    image: ${A}-${B}-${C}-${D:-none}\n',
    '/work/shop/.env': 'D=env\n',
    '/work/shop/one.env': 'A=one\nB=one\nC=one\n',
    '/work/shop/two.env': 'B=two\nC=two\n',
  };
  assert.equal(
    (await load(files, { envFiles: ['one.env', 'two.env'], environment: { C: 'own' } })).stack.services['web']?.image,
    'one-two-own-none',
  );
  assert.equal(
    (await load(files, { environment: { A: 'a', B: 'b', C: 'c' } })).stack.services['web']?.image,
    'a-b-c-env',
  );
  assert.equal(
    (await load(files, { environment: { A: 'a', B: 'b', C: 'c', COMPOSE_DISABLE_ENV_FILE: '1' } })).stack.services[
      'web'
    ]?.image,
    'a-b-c-none',
  );
});

test('the .env beside the stack file is read after that of the current folder', async () => {
  const files = {
    '/work/stack.yml': 'services:\n  web:\n    image: ${A}-${B}\n',
    '/work/.env': 'A=file\nB=file\n',
    '/work/shop/.env': 'A=here\n',
  };
  assert.equal((await load(files)).stack.services['web']?.image, 'here-file');
});

test('the stack name can be used as a variable', async () => {
  const { stack } = await load(
    {
      '/work/shop/stack.yml':
        'name: n-${A}\nservices:\n  web:\n    image: nginx\n    hostname: ${COMPOSE_PROJECT_NAME}\n',
    },
    { environment: { A: '1' } },
  );
  assert.equal(stack.services['web']?.hostname, 'n-1');
});

test('profiles switch services on, and * all of them', async () => {
  const files = {
    '/work/shop/stack.yml': `${WEB}  dbg:\n    image: x\n    profiles: [debug]\n  aux:\n    image: x\n    profiles: [aux]\n`,
  };
  const names = async (options: Partial<LoadOptions>): Promise<readonly string[]> =>
    Object.keys((await load(files, options)).stack.services);
  assert.deepEqual(await names({}), ['web']);
  assert.deepEqual(await names({ profiles: ['debug'] }), ['dbg', 'web']);
  assert.deepEqual(await names({ environment: { COMPOSE_PROFILES: 'aux,debug' } }), ['aux', 'dbg', 'web']);
  assert.deepEqual(await names({ profiles: ['*'] }), ['aux', 'dbg', 'web']);
});

test('resources that no service uses are left out, unless all are asked for', async () => {
  const files = { '/work/shop/stack.yml': `${WEB}networks: { spare: {} }\nvolumes: { spare: {} }\n` };
  assert.deepEqual(Object.keys((await load(files)).stack.networks), ['default']);
  const { stack } = await load(files, { allResources: true });
  assert.deepEqual([Object.keys(stack.networks), Object.keys(stack.volumes)], [['default', 'spare'], ['spare']]);
});

test('problems of several files are shown together, in order of place', async () => {
  const files = {
    '/work/shop/a.yml': 'services:\n  web:\n    imgae: x\n',
    '/work/shop/b.yml': 'services:\n  web:\n    image: nginx\n    prots: []\n',
  };
  const result = await tryLoad({
    files: ['b.yml', 'a.yml'],
    cwd: '/work/shop',
    environment: {},
    ...memoryReader(files),
  });
  assert.deepEqual(
    'errors' in result && result.errors.map((error) => `${error.at?.file}:${error.at?.line} ${error.code}`),
    ['a.yml:3 unknown-key', 'b.yml:4 unknown-key'],
  );
});

test('positions lead from the model back to the file that won', async () => {
  const files = { '/work/shop/a.yml': WEB, '/work/shop/b.yml': 'services:\n  web:\n    image: other\n' };
  const { positions } = await load(files, { files: ['a.yml', 'b.yml'] });
  assert.deepEqual(positions(['services', 'web', 'image']), {
    file: 'b.yml',
    line: 3,
    column: 12,
    length: 5,
    text: '    image: other',
  });
});

test('env files of services that are off are not read', async () => {
  const files = { '/work/shop/stack.yml': `${WEB}  off:\n    image: x\n    profiles: [p]\n    env_file: gone.env\n` };
  assert.deepEqual(Object.keys((await load(files)).stack.services), ['web']);
});

test('the value of a secret from a variable is in the model, with its name', async () => {
  const files = { '/work/shop/stack.yml': `${WEB}    secrets: [s]\nsecrets: { s: { environment: TOKEN } }\n` };
  const { stack } = await load(files, { environment: { TOKEN: 'x' } });
  assert.deepEqual(stack.secrets['s']?.origin, { kind: 'content', content: 'x', variable: 'TOKEN' });
});

test('a command that a shell would have to run is cut, with a warning', async () => {
  const { stack, warnings } = await load({ '/work/shop/stack.yml': `${WEB}    command: serve > /dev/null\n` });
  assert.deepEqual(stack.services['web']?.command, ['serve']);
  assert.equal(warnings[0]?.code, 'command-cut');
});

test('an item that another in the same file replaces gives a warning', async () => {
  const { stack, warnings } = await load({ '/work/shop/stack.yml': `${WEB}    volumes: ["./a:/x", "./b:/x"]\n` });
  assert.equal(stack.services['web']?.volumes.length, 1);
  assert.deepEqual(
    warnings.map((warning) => [warning.code, warning.at?.line, warning.at?.column]),
    [['replaced-item', 4, 15]],
  );
});

test('files that are not text are refused', async () => {
  const reader = memoryReader({ '/work/shop/stack.yml': '' });
  const options = {
    files: ['stack.yml'],
    cwd: '/work/shop',
    environment: {},
    ...reader,
    readFile: async () => Buffer.from([0xff, 0xfe]),
  };
  await assert.rejects(loadStack(options), { code: 'invalid-encoding' });
});

test('limits for files of others are taken', async () => {
  const text = `${WEB}    environment: [${'A=1, '.repeat(11_000)}]\n`;
  await assert.rejects(load({ '/work/shop/stack.yml': text }, { limits: FOREIGN_LIMITS }), { code: 'too-large' });
});

test('an error in a value that variables made points at it and names them', async () => {
  const files = { '/work/shop/stack.yml': 'services:\n  web:\n    image: nginx\n    ports: ["${HOST:-x}:${PORT}"]\n' };
  const result = await tryLoad({
    files: ['stack.yml'],
    cwd: '/work/shop',
    environment: { PORT: 'eighty' },
    ...memoryReader(files),
  });
  const [error] = 'errors' in result ? result.errors : [];
  assert.deepEqual(
    [error?.code, error?.at?.line, error?.at?.column, error?.hint],
    ['invalid-port', 4, 13, 'the value comes from variables "HOST", "PORT"'],
  );
});

test('a project directory is where a stack file is looked for', async () => {
  const { stack } = await load({ '/work/other/compose.yaml': WEB }, { projectDirectory: '../other' });
  assert.deepEqual([stack.directory, stack.files], ['/work/other', ['/work/other/compose.yaml']]);
});

test('naming services loads those and what they depend on, and activates their profiles', async () => {
  const files = {
    '/work/shop/stack.yml':
      'services:\n  web: { image: x, depends_on: [db], profiles: [web] }\n  db: { image: x, env_file: db.env }\n' +
      '  web2: { image: x, env_file: gone.env }\nvolumes: { v: }\n',
    '/work/shop/db.env': 'A=1\n',
  };
  const namesOf = async (...services: string[]) => Object.keys((await load(files, { services })).stack.services).sort();
  assert.deepEqual(await namesOf('web'), ['db', 'web']);
  assert.deepEqual(await namesOf('d*'), ['db']);
  await assert.rejects(namesOf('wbe'), { code: 'no-such-service', hint: 'did you mean "web"?' });
});

test('a label file that cannot be read is called one', async () => {
  const result = await tryLoad({
    files: ['stack.yml'],
    cwd: '/',
    environment: {},
    ...memoryReader({ '/stack.yml': 'name: a\nservices:\n  web: { image: x, label_file: proc }\n' }),
    readFile: async (path) => {
      if (path === '/proc') throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      return Buffer.from('name: a\nservices:\n  web: { image: x, label_file: proc }\n');
    },
  });
  assert.ok('errors' in result);
  assert.match(result.errors[0]?.message ?? '', /: label file "\/proc" is a folder/);
});
