// SECURITY.md row 2: what an archive names is in its folder, and is a file or a folder.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { paxEntry, tar, tarEntry } from '../../engine/images/layers/tar-builder.ts';
import { ArtifactBench, END, file, registryWith } from './artifact-bench.ts';

describe('an archive', () => {
  const cases: Readonly<Record<string, readonly [code: string, archive: Buffer]>> = {
    'that writes above its folder': ['invalid-tree', tar(file('../../etc/cron.d/x'))],
    'that writes above its folder from within': ['invalid-tree', tar(file('a/../../x'))],
    'that writes to an absolute path': ['invalid-tree', tar(file('/etc/cron.d/x'))],
    'that writes to an absolute path behind a dot': ['invalid-tree', tar(file('.//etc/cron.d/x'))],
    'that names another path in an extended header': [
      'invalid-tree',
      Buffer.concat([paxEntry({ path: '../../x' }), tarEntry(file('innocent')), END]),
    ],
    'that makes a folder elsewhere': ['invalid-tree', tar({ name: '../../made/', flag: '5' })],
    'with a device': ['invalid-tree', tar({ name: 'sda', flag: '4', device: [8, 0] })],
    'with a pipe': ['invalid-tree', tar({ name: 'pipe', flag: '6' })],
    'with settings of git': ['invalid-tree', tar(file('.git/config'))],
    'with settings of git in disguise': ['invalid-tree', tar(file('a/.GIT./hooks/post-checkout'))],
    'with colours for the terminal in a name': ['invalid-tree', tar(file('a\u001b[31mb'))],
    'with a name that is not UTF-8': ['invalid-tree', tar(file('a\xff'))],
    'with a file without a name': ['invalid-tree', tar(file('', 'shifts what comes after'), file('b'))],
  };
  for (const [what, [code, archive]] of Object.entries(cases))
    test(`${what} is refused`, async () => {
      using bench = new ArtifactBench();
      assert.equal(await bench.refusalOf(registryWith({ bytes: gzipSync(archive) })), code);
    });
});
