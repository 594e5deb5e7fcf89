// The built program and sources other than the branch of an open repository: tags behind a token, and artifacts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FLUX_CONTENT, pushArtifact } from '../support/push-artifact.ts';
import { type Registry, registrySkipReason, startRegistry } from '../support/registry.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';
import { findInProcesses, findOnDisk } from './sources/look-for.ts';

const TOKEN = 'glpat-5ecret+token/x';
const FORMS = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(`ada:${TOKEN}`).toString('base64').slice(0, -4)];

describe('a deployment', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const declare = (name: string, text: string): string => {
    const path = join(rig.root.workDirectory, `${name}.yaml`);
    writeFileSync(path, `name: ${name}\npath: stacks/shop\ninterval: 1h\n${text}`);
    return path;
  };
  const level = (name: string) => rig.output(name, ['/busybox', 'cat', '/page.html']);

  test('of the highest version behind a token follows it, and the token is nowhere but at the server', async () => {
    const tag = async (version: string) => {
      await rig.repository.push(stackFiles(version));
      await rig.repository.git(['push', '--quiet', rig.repository.path, `HEAD:refs/tags/${version}`]);
    };
    await tag('v1.0.0');
    const shown = rig.server.protect('ada', TOKEN);
    const tokenFile = join(rig.root.workDirectory, 'token');
    writeFileSync(tokenFile, `${TOKEN}\n`, { mode: 0o600 });
    const from = declare(
      'shop',
      `source: { url: "${rig.httpUrl}", semver: 1.x }\nauth: { kind: token, username: ada, tokenFile: ${tokenFile} }\n`,
    );
    await rig.dockr.ok(['deploy', 'add', '--from', from]);
    assert.equal(await level('shop'), 'level v1.0.0');
    await tag('v1.1.0');
    await tag('v2.0.0');
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    assert.equal(await level('shop'), 'level v1.1.0');
    assert.ok(shown.some((header) => header !== undefined));
    const told = await Promise.all(
      [['show', 'shop'], ['list'], ['history', 'shop'], ['show', 'shop', '--json'], ['sync', 'shop', '--json']].map(
        async (words) => JSON.stringify(await rig.dockr.run(['deploy', ...words])),
      ),
    );
    assert.deepEqual(
      FORMS.filter((form) => told.join().includes(form)),
      [],
    );
    assert.deepEqual(findInProcesses(FORMS, [rig.dockr.daemonPid() ?? 0]), []);
    assert.deepEqual(findOnDisk(FORMS, rig.root.stateDirectory), []);
    assert.deepEqual(findOnDisk(FORMS, rig.root.runDirectory), []);
  });

  test('whose token is no longer taken says so, and what runs goes on', async () => {
    rig.server.protect('ada', 'another');
    const { exitCode, stderr } = await rig.dockr.run(['deploy', 'sync', 'shop']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[source-denied\]/);
    assert.equal(await level('shop'), 'level v1.1.0');
  });

  test('of an artifact is that of its tag, and follows it', { skip: registrySkipReason() }, async () => {
    const registry: Registry = await startRegistry(rig.root.makeDirectory('registry'));
    try {
      const push = async (name: string) => {
        const commit = await rig.repository.push(stackFiles(name), 'artifacts');
        const archive = execFileSync('git', ['-C', rig.repository.path, 'archive', '--format=tar', commit], {
          maxBuffer: 1 << 26,
        });
        const target = { registryUrl: registry.url, repository: 'team/shop', tag: 'live' };
        return pushArtifact(target, [{ mediaType: FLUX_CONTENT, bytes: gzipSync(archive) }]);
      };
      const first = await push('one');
      const from = declare('packed', `source: { reference: "${registry.address}/team/shop:live" }\n`);
      await rig.dockr.ok(['deploy', 'add', '--from', from]);
      assert.equal((await rig.show('packed')).applied?.commit, first);
      assert.equal(await level('packed'), 'level one');
      const second = await push('two');
      await rig.dockr.ok(['deploy', 'sync', 'packed']);
      assert.equal((await rig.show('packed')).applied?.commit, second);
      assert.equal(await level('packed'), 'level two');
    } finally {
      await registry[Symbol.asyncDispose]();
    }
  });
});
