// SECURITY.md row 12: submodules are neither fetched nor passed over, whatever their settings say.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { SourceBench } from '../sources/source-bench.ts';

describe('a submodule', () => {
  let bench: SourceBench;
  let other: TestRepository;
  let commit: string;
  let marker: string;
  let made = 0;
  before(async () => {
    bench = await SourceBench.start();
    other = await bench.repository('other');
    commit = await other.push({ file: 'of somebody else' });
    marker = join(bench.directory, 'executed');
  });
  after(async () => {
    assert.equal(existsSync(marker), false, 'something was executed');
    await bench[Symbol.asyncDispose]();
  });

  /** Trees as git itself would not make them; `%` is an object with that content. */
  async function refusalOf(lines: readonly (readonly [entry: string, content?: string])[]) {
    const name = `hostile-${made++}`;
    const repository = await bench.repository(name);
    await repository.push({ file: 'x' });
    const entries: string[] = [];
    for (const [entry, content] of lines)
      entries.push(content === undefined ? entry : entry.replace('%', await repository.store(content)));
    await repository.pushTree(entries);
    bench.server.requests.splice(0);
    const opened = bench.open({ url: bench.urlOf(name) });
    const { code, message } = await opened.failure();
    const releases = join(opened.directory, 'releases');
    assert.deepEqual(existsSync(releases) ? readdirSync(releases) : [], []);
    assert.deepEqual(
      bench.server.requests.filter((line) => !line.includes(`/${name}.git/`)),
      [],
      'nobody else is asked',
    );
    return { code, message };
  }
  const settings = (url: string, path = 'lib', more = ''): readonly [string, string] => [
    '100644 blob %\t.gitmodules',
    `[submodule "lib"]\n\tpath = ${path}\n\turl = ${url}\n${more}`,
  ];
  const link = (path = 'lib'): readonly [string] => [`160000 commit ${commit}\t${path}`];

  test('of another repository of the same server is refused by its name', async () => {
    const { code, message } = await refusalOf([settings('../other.git'), link()]);
    assert.equal(code, 'submodule-found');
    assert.match(message, /"lib"/);
  });

  test('without settings is refused as well', async () => {
    assert.equal((await refusalOf([link('somewhere')])).code, 'submodule-found');
  });

  test('with colours for the terminal in its name does not colour the error', async () => {
    const { code, message } = await refusalOf([link('\u001b[31mred')]);
    assert.equal(code, 'submodule-found');
    assert.ok(!message.includes('\u001b'));
  });

  for (const url of [
    '--upload-pack=touch executed',
    'ext::sh -c id',
    '-u./payload',
    'file:///etc',
    'https://a/\\nhost=b',
  ])
    test(`whose URL is ${JSON.stringify(url)} is not fetched`, async () => {
      const { code } = await refusalOf([settings(url), link()]);
      assert.ok(['submodule-found', 'repository-malformed'].includes(code), code);
    });

  test('whose update is a command is not fetched', async () => {
    const lines = [settings('../other.git', 'lib', `\tupdate = !touch ${marker}\n`), link()] as const;
    assert.equal((await refusalOf(lines)).code, 'repository-malformed');
  });

  test('whose path leads upwards is not fetched', async () => {
    const { code } = await refusalOf([settings('../other.git', '../../x'), link()]);
    assert.ok(['submodule-found', 'repository-malformed'].includes(code), code);
  });

  test('beside a link of the same name in other letters is refused (CVE-2024-32002)', async () => {
    const lines = [settings('../other.git', 'A/modules/x'), ['120000 blob %\ta', '.git'], link('A')] as const;
    assert.equal((await refusalOf(lines)).code, 'submodule-found');
  });

  test('whose settings are a link is refused', async () => {
    const { code } = await refusalOf([['120000 blob %\t.gitmodules', '/etc/passwd'], link()]);
    assert.equal(code, 'repository-malformed');
  });
});
