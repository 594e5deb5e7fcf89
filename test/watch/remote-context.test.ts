// What of a build's directories is sent to the daemon of another machine.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { contextTree, namedTree } from '../../src/watch/remote/context-tree.ts';
import { sentBatches } from '../../src/watch/sync/sent-batches.ts';

async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('a directory of a build', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-context-'));
    for (const path of ['Dockerfile', 'a/one', 'a/two.log', 'b/deep/three', '.git/config']) save(path, path);
    symlinkSync('b/deep', join(folder, 'link'));
    symlinkSync('/etc/passwd', join(folder, 'out'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const save = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const filesOf = ({ manifest }: Awaited<ReturnType<typeof namedTree>>): readonly string[] =>
    [...manifest].flatMap(([path, { kind }]) => (kind === 'folder' ? [] : [path])).sort();

  test('is sent without what is left out, but with the Dockerfile and the file that says so', async () => {
    save('.dockerignore', '*\n!a\n**/*.log\n');
    const tree = await contextTree(folder, [join(folder, '.dockerignore')], [join(folder, 'Dockerfile')]);
    assert.deepEqual(filesOf(tree), ['.dockerignore', 'Dockerfile', 'a/one']);
  });

  test('is sent as a whole where nothing is left out, links as links', async () => {
    const tree = await contextTree(folder, [join(folder, '.dockerignore')], []);
    assert.deepEqual(filesOf(tree), ['.git/config', 'Dockerfile', 'a/one', 'a/two.log', 'b/deep/three', 'link', 'out']);
    assert.deepEqual(tree.manifest.get('out'), { kind: 'link', to: '/etc/passwd' });
  });

  test('that has a name is sent as far as the build takes something of it, through links within it', async () => {
    const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
      [[], []],
      [['a/one'], ['a/one']],
      [['/a'], ['a/one', 'a/two.log']],
      [['a/*.log'], ['a/one', 'a/two.log']],
      [['link/three'], ['b/deep/three', 'link']],
      [['out'], ['out']],
      [['missing'], []],
      [['b/../a/one'], ['b/deep/three']],
      [['.'], ['.git/config', 'Dockerfile', 'a/one', 'a/two.log', 'b/deep/three', 'link', 'out']],
    ];
    for (const [sources, files] of cases)
      assert.deepEqual(filesOf(await namedTree(folder, sources)), files, `${sources}`);
  });

  test('that is not there is told by its path', async () => {
    await assert.rejects(namedTree(join(folder, 'missing'), ['x']), { code: 'context-not-found' });
  });

  test('goes in parts that fit into requests, and a file that is too large for one is refused', async () => {
    const change = (path: string) => ({ path, entry: { kind: 'file', mode: 0o644 } }) as const;
    for (const path of ['x', 'y', 'z']) writeFileSync(join(folder, path), Buffer.alloc(3 << 20, path));
    const batches = await all(sentBatches(folder, ['a/one', 'x', 'gone', 'y', 'z'].map(change)));
    assert.deepEqual(
      batches.map(({ changes, contents }) => [changes.length, Object.keys(contents)]),
      [
        [4, ['a/one', 'x', 'y']],
        [1, ['z']],
      ],
    );
    writeFileSync(join(folder, 'x'), Buffer.alloc((40 << 20) + 1));
    await assert.rejects(all(sentBatches(folder, [change('x')])), { code: 'file-too-large-to-send' });
  });
});
