import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { keepContents, placeContents } from '../../src/agent/release-contents.ts';

describe('what containers use of a release', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-contents-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  type Files = Readonly<Record<string, string>>;
  const release = (commit: string, files: Files) => {
    const root = join(directory, 'releases', commit);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (text.startsWith('->')) symlinkSync(text.slice(2), join(root, path));
      else writeFileSync(join(root, path), text, { mode: 0o444 });
    }
    return { commit, directory: root };
  };
  const place = async (commit: string, files: Files, path: string): Promise<string> => {
    const made = release(commit, files);
    const source = join(made.directory, path);
    return (await placeContents(made, [source])).get(source) ?? '';
  };
  const left = () => readdirSync(join(directory, 'contents')).filter((name) => !name.endsWith('.json'));

  test('what has the same content in two commits has one place', async () => {
    const first = await place('aa', { 'site/index.html': 'one', 'site/a/b': 'x', other: '1' }, 'site');
    const second = await place('bb', { 'site/index.html': 'one', 'site/a/b': 'x', other: '2' }, 'site');
    assert.equal(second, first);
    assert.equal(readFileSync(join(first, 'index.html'), 'utf8'), 'one');
  });

  const changes: readonly (readonly [string, Files])[] = [
    ['a text', { 'site/index.html': 'two', 'site/a/b': 'x' }],
    ['a name', { 'site/index.htm': 'one', 'site/a/b': 'x' }],
    ['a further file', { 'site/index.html': 'one', 'site/a/b': 'x', 'site/c': '' }],
    ['a link in place of a file', { 'site/index.html': 'one', 'site/a/b': '->x' }],
    ['a file in another folder', { 'site/index.html': 'one', 'site/b': 'x' }],
  ];
  for (const [what, files] of changes)
    test(`${what} makes another place`, async () => {
      const first = await place('aa', { 'site/index.html': 'one', 'site/a/b': 'x' }, 'site');
      assert.notEqual(await place('bb', files, 'site'), first);
    });

  test('so does a mode', async () => {
    const made = release('aa', { run: 'one' });
    const first = (await placeContents(made, [join(made.directory, 'run')])).values().next().value;
    const other = release('bb', { run: 'one' });
    chmodSync(join(other.directory, 'run'), 0o555);
    const second = (await placeContents(other, [join(other.directory, 'run')])).values().next().value;
    assert.notEqual(second, first);
    assert.equal(statSync(String(second)).mode & 0o777, 0o555);
  });

  test('the same content under two names, a link, a name of Object and the root have places', async () => {
    const made = release('aa', {
      'a.txt': 'x',
      'b.txt': 'x',
      'v1/f': 'y',
      current: '->v1',
      __proto__2: '',
      'd/__proto__': 'z',
    });
    const paths = ['a.txt', 'b.txt', 'current', 'd/__proto__', '.'].map((path) => join(made.directory, path));
    const places = [...(await placeContents(made, paths)).values()];
    assert.equal(new Set(places).size, 5);
    assert.equal(readFileSync(join(places[2] ?? '', 'f'), 'utf8'), 'y');
    assert.equal(readFileSync(places[3] ?? '', 'utf8'), 'z');
    assert.equal(readFileSync(join(places[4] ?? '', 'v1/f'), 'utf8'), 'y');
    assert.deepEqual([...(await placeContents(made, paths)).values()], places);
  });

  test('the places outlive the release, and go when no commit that stays uses them', async () => {
    const one = await place('aa', { 'site/f': 'one' }, 'site');
    const two = await place('bb', { 'site/f': 'two' }, 'site');
    await place('cc', { 'site/f': 'two', more: '' }, 'site');
    rmSync(join(directory, 'releases/aa'), { recursive: true });
    assert.equal(readFileSync(join(one, 'f'), 'utf8'), 'one');
    await keepContents(directory, ['aa', 'cc']);
    assert.equal(left().length, 2);
    await keepContents(directory, ['cc']);
    assert.deepEqual(left(), [two.split('/').at(-2)]);
    await keepContents(directory, []);
    assert.deepEqual(readdirSync(join(directory, 'contents')), []);
  });

  test('what a crash left half made is made anew', async () => {
    const first = await place('aa', { 'site/f': 'one' }, 'site');
    rmSync(dirname(first), { recursive: true });
    mkdirSync(`${dirname(first)}.tmp/site`, { recursive: true });
    writeFileSync(`${dirname(first)}.tmp/site/f`, 'ha');
    assert.equal(await place('bb', { 'site/f': 'one' }, 'site'), first);
    assert.equal(readFileSync(join(first, 'f'), 'utf8'), 'one');
  });
});
