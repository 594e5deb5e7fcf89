// Commands on a daemon of another machine, which has none of the files of the stack.
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SshServer, sshSkipReason } from '../support/ssh-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsEngine, Scenario } from './scenario.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));
const STACK = `
name: far
services:
  web:
    build: { context: image, dockerfile: ../web.Dockerfile, additional_contexts: { host: /bin, more: ./more } }
    command: ["/busybox", "sh", "-c", "while :; do /busybox cat /run/secrets/token; /busybox sleep 0.2; done"]
    stop_grace_period: 0s
    env_file: web.env
    secrets: [token]
    configs: [{ source: page, target: /page }]
secrets: { token: { file: token.txt } }
configs: { page: { file: page.txt } }
`;
const DOCKERFILE = 'FROM scratch\nCOPY --from=host busybox /\nCOPY --from=more * /more/\nCOPY . /image/\n';

describe('a stack on another machine', { skip: needsEngine.skip || sshSkipReason() }, () => {
  let scenario: Scenario;
  let server: SshServer;
  let folder: string;
  before(async () => {
    scenario = await Scenario.open();
    folder = scenario.writeFolder('far', {
      'stack.yml': STACK,
      'web.Dockerfile': DOCKERFILE,
      'web.env': 'FROM_FILE=yes\n',
      'token.txt': 'secret one\n',
      'page.txt': 'a page\n',
      'image/file': 'in the image',
      'image/left.out': 'not in the image',
      'image/.dockerignore': '*.out\n',
      'more/added': 'more',
      'bound.yml': 'services: { web: { image: x, volumes: ["./more:/more"] } }',
      'binary.yml': 'services: { web: { image: x, configs: [c] } }\nconfigs: { c: { file: binary } }',
    });
    const programs = scenario.root.makeDirectory('programs');
    symlinkSync(PROGRAM, join(programs, 'dockr'));
    const { environment } = scenario.dockr;
    server = await SshServer.start(scenario.root.makeDirectory('ssh'), {
      environment: { ...environment, PATH: `${programs}:${environment['PATH']}` },
      hidden: [folder],
    });
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const far = (words: readonly string[], more: Parameters<Scenario['dockr']['run']>[1] = {}) =>
    scenario.dockr.run(words, {
      cwd: folder,
      ...more,
      environment: { ...server.clientEnvironment, DOCKR_RUN_DIR: '/nonexistent', DOCKR_HOST: server.url },
    });
  const ok = async (words: readonly string[], stdin?: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await far(words, stdin === undefined ? {} : { stdin });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };

  test('up builds from contexts, secrets, configs and env files that are only here, and has nothing to do after it', async () => {
    await ok(['up', '-d']);
    const script =
      'cd /; for f in image/file more/added page run/secrets/token; do busybox cat $f; done; echo $FROM_FILE; busybox ls image';
    assert.equal(
      await ok(['exec', 'web', '/busybox', 'sh', '-c', script.replaceAll('busybox', '/busybox')]),
      'in the imagemorea page\nsecret one\nyes\nfile\n',
    );
    assert.match((await far(['up', '-d'])).stderr, /nothing to do/);
    assert.equal((await far(['plan'])).exitCode, 0);
  });

  test('what is sent again is what has changed', async () => {
    scenario.writeFolder('far', { 'image/file': 'changed', 'token.txt': 'secret two\n' });
    assert.equal((await far(['plan'])).exitCode, 4);
    await ok(['up', '-d']);
    assert.equal(
      await ok(['exec', 'web', '/busybox', 'cat', '/image/file', '/run/secrets/token']),
      'changedsecret two\n',
    );
  });

  test('logs are followed, input reaches a command, and its exit code comes back', async () => {
    const { stdout } = await far(['logs', '-f', '--no-log-prefix'], {
      during: async (child, seen) => {
        await waitFor('some lines', () => seen().split('secret two').length > 4, { timeoutMs: 20_000 });
        child.kill('SIGINT');
      },
    });
    assert.match(stdout, /secret two/);
    assert.equal(await ok(['exec', 'web', '/busybox', 'cat'], 'through ssh'), 'through ssh');
    assert.equal((await far(['exec', 'web', '/busybox', 'sh', '-c', 'exit 7'])).exitCode, 7);
    assert.match(await ok(['ps']), /far-web-1/);
    assert.equal((await scenario.dockr.ok(['-p', 'far', 'ps', '-q'])).stdout, await ok(['ps', '-q']));
  });

  test('what cannot be brought there is refused by name', async () => {
    writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
    const refused = async (words: readonly string[]) => (await far(words)).stderr;
    assert.match(
      await refused(['-f', 'bound.yml', 'up', '-d']),
      /^error\[remote-bind-mount\]: service "web" mounts ".*\/more"/m,
    );
    assert.match(
      await refused(['-f', 'binary.yml', 'up', '-d']),
      /^error\[remote-binary-file\]: ".*\/binary" of config "c"/m,
    );
    assert.match(
      await refused(['run', '--rm', '-v', './more:/more', 'far-web', '/busybox', 'true']),
      /^error\[remote-bind-mount\]/m,
    );
    await ok(['run', '--rm', '-v', '/etc:/other:ro', 'far-web', '/busybox', 'test', '-f', '/other/passwd']);
  });

  test('down takes it down', async () => {
    await ok(['down', '-t', '0']);
    assert.equal(await ok(['ps', '-aq']), '');
  });
});
