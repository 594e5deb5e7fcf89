import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DockrError } from '../../../src/core/errors.ts';
import { BuildRig, type Files, needsBuilds } from './build-rig.ts';

let rig: BuildRig;
before(async () => {
  if (needsBuilds.skip !== false) return;
  rig = await BuildRig.open();
  await rig.addBusybox();
});
after(async () => {
  await rig?.[Symbol.asyncDispose]();
});

/** Context, instructions after FROM scratch → what the image holds. */
const copies: readonly (readonly [string, Files, string, readonly string[]])[] = [
  ['a file gets the name of the destination', { a: '1' }, 'COPY a /x', ['x 0644 0:0 "1"']],
  ['a file goes into a directory', { a: '1' }, 'COPY a /x/', ['x/ 0755 0:0', 'x/a 0644 0:0 "1"']],
  [
    'a directory gives its contents',
    { 'd/a': '1', 'd/e/b': '2' },
    'COPY d /x',
    ['x/ 0755 0:0', 'x/a 0644 0:0 "1"', 'x/e/ 0755 0:0', 'x/e/b 0644 0:0 "2"'],
  ],
  [
    'a relative destination counts from WORKDIR',
    { a: '1' },
    'WORKDIR /w\nCOPY a b',
    ['w/ 0755 0:0', 'w/b 0644 0:0 "1"'],
  ],
  ['an existing directory takes a file in', { a: '1' }, 'WORKDIR /w\nCOPY a /w', ['w/ 0755 0:0', 'w/a 0644 0:0 "1"']],
  [
    'wildcards match hidden files and stay in a directory',
    { 'a.txt': '1', '.b.txt': '2', 'd/c.txt': '3' },
    'COPY *.txt /x/',
    ['x/ 0755 0:0', 'x/.b.txt 0644 0:0 "2"', 'x/a.txt 0644 0:0 "1"'],
  ],
  ['a wildcard that matches nothing copies nothing', { a: '1' }, 'COPY a b* /x/', ['x/ 0755 0:0', 'x/a 0644 0:0 "1"']],
  ['dots and slashes do not lead out of the context', { a: '1' }, 'COPY ../../a /x', ['x 0644 0:0 "1"']],
  [
    '.dockerignore leaves files out and takes some in again',
    { '.dockerignore': 'd\n!d/keep\n', 'd/drop': '1', 'd/keep': '2', Dockerfile: '' },
    'COPY d /d',
    ['d/ 0755 0:0', 'd/keep 0644 0:0 "2"'],
  ],
  [
    '--exclude leaves files of a directory out',
    { 'd/a.md': '1', 'd/b.txt': '2' },
    'COPY --exclude=*.md d /d',
    ['d/ 0755 0:0', 'd/b.txt 0644 0:0 "2"'],
  ],
  [
    '--chown and --chmod count for what is made',
    { 'd/a': '1' },
    'COPY --chown=5:6 --chmod=u=rwX,go= d /x',
    ['x/ 0700 5:6', 'x/a 0600 5:6 "1"'],
  ],
  ['--chown with a number alone is owner and group', { a: '1' }, 'COPY --chown=7 a /a', ['a 0644 7:7 "1"']],
  [
    'a source that is a link is followed, links inside a directory are kept',
    { a: '1', l: '-> a', 'd/l': '-> ../a' },
    'COPY l /x\nCOPY d /d',
    ['d/ 0755 0:0', 'd/l -> ../a', 'x 0644 0:0 "1"'],
  ],
  [
    'a heredoc is a file',
    {},
    'ARG n=you\nCOPY <<A <<"B" /x/\nhi $n\nA\n$n\nB',
    ['x/ 0755 0:0', 'x/A 0644 0:0 "hi you\\n"', 'x/B 0644 0:0 "$n\\n"'],
  ],
  [
    'a file replaces a link, not what it names',
    { a: '1', 'd/l': '-> /etc/target', 'e/l': '2' },
    'COPY d /\nCOPY e /',
    ['l 0644 0:0 "2"'],
  ],
  [
    'a link in the destination is followed within the image',
    { 'd/l': '-> /in/side', a: '1', 'in/side/': '' },
    'COPY in /in\nCOPY d /\nCOPY a /l/',
    ['in/ 0755 0:0', 'in/side/ 0755 0:0', 'in/side/a 0644 0:0 "1"', 'l -> /in/side'],
  ],
];
for (const [name, files, instructions, expected] of copies) {
  test(`COPY: ${name}`, needsBuilds, async () => {
    const { imageId } = await rig.build({ ...files, Dockerfile: `FROM scratch\n${instructions}\n` });
    assert.deepEqual(rig.list(imageId), expected);
  });
}

const failures: readonly (readonly [string, Files, string, string, RegExp])[] = [
  [
    'a source that is not there, with the one that was meant',
    { config: '' },
    'COPY confg /x',
    'copy-source-not-found',
    /did you mean "config"/,
  ],
  [
    'a source that .dockerignore leaves out',
    { '.dockerignore': 'a\n', a: '1' },
    'COPY a /x',
    'copy-source-not-found',
    /!a/,
  ],
  [
    'a link that leads out of the context',
    { l: '-> /etc/passwd' },
    'COPY l /x',
    'copy-source-not-found',
    /it is a link/,
  ],
  ['several files for one name', { a: '1', b: '2' }, 'COPY a b /x', 'destination-not-a-directory', /\/x\//],
  ['a file over a directory', { 'd/x/y': '1', x: '2', 'e/x': '3' }, 'COPY d /\nCOPY e /', 'file-over-directory', /^$/],
  ['a directory over a file', { 'd/x/y': '1', 'e/x': '3' }, 'COPY e /\nCOPY d /', 'directory-over-file', /^$/],
  [
    'a user that the image does not know',
    { a: '1' },
    'COPY --chown=nobody-here a /x',
    'unknown-user',
    /create the user/,
  ],
];
for (const [name, files, instructions, code, hint] of failures) {
  test(`COPY refuses ${name}`, needsBuilds, async () => {
    const build = rig.build({ ...files, Dockerfile: `FROM scratch\n${instructions}\n` });
    await assert.rejects(build, (error) => {
      assert(error instanceof DockrError);
      assert.equal(error.code, code);
      assert(error.at !== undefined);
      assert.match(error.hint ?? '', hint);
      return true;
    });
  });
}

test('names of --chown are those of the image', needsBuilds, async () => {
  const { imageId } = await rig.build({
    a: '1',
    Dockerfile: 'FROM busybox\nCOPY --chown=daemon:nobody a /a\nCOPY --chown=daemon a /b\n',
  });
  assert.deepEqual([...rig.list(imageId, 'a '), ...rig.list(imageId, 'b ')], ['a 0644 1:65534 "1"', 'b 0644 1:1 "1"']);
});

test('hard links within one COPY stay hard links', needsBuilds, async () => {
  const context = rig.context({ 'd/a': '1', Dockerfile: 'FROM busybox\nCOPY d /d\nRUN [ /d/a -ef /d/b ]\n' });
  linkSync(join(context, 'd/a'), join(context, 'd/b'));
  await rig.build(context);
});

test('modes, times and setuid survive a COPY', needsBuilds, async () => {
  const context = rig.context({ a: '1', Dockerfile: 'FROM busybox\nCOPY a /a\nRUN stat -c "%a %Y" /a > /stat\n' });
  execFileSync('touch', ['-d', '@1000000000', join(context, 'a')]);
  chmodSync(join(context, 'a'), 0o4755);
  const { imageId } = await rig.build(context);
  assert.equal(rig.read(imageId, 'stat'), '4755 1000000000\n');
});

for (const [name, flags] of [
  ['plain', []],
  ['gzip', ['-z']],
  ['zstd', ['--zstd']],
] as const) {
  test(`ADD unpacks a ${name} archive by its content, and COPY does not`, needsBuilds, async () => {
    const context = rig.context({
      'd/a': '1',
      Dockerfile: 'FROM scratch\nADD archive /x\nCOPY archive /y\nADD --chown=3:4 archive /z\n',
    });
    execFileSync('tar', [
      ...flags,
      '--owner=8',
      '--group=9',
      '--mtime=@1',
      '-cf',
      join(context, 'archive'),
      '-C',
      context,
      'd',
    ]);
    const { imageId } = await rig.build(context);
    assert.deepEqual(rig.list(imageId, 'x/d'), ['x/d/ 0755 8:9', 'x/d/a 0644 8:9 "1"']);
    assert.deepEqual(rig.list(imageId, 'z/d'), ['z/d/ 0755 3:4', 'z/d/a 0644 3:4 "1"']);
    assert.equal(rig.list(imageId, 'y ').length, 1);
  });
}

test('a compressed file that is no archive is added as it is', needsBuilds, async () => {
  const context = rig.context({ Dockerfile: 'FROM scratch\nADD text.gz /x/\n' });
  writeFileSync(join(context, 'text.gz'), execFileSync('gzip', ['-c'], { input: 'not an archive' }));
  const { imageId } = await rig.build(context);
  assert.equal(rig.list(imageId, 'x/text.gz').length, 1);
});

test('an archive whose names lead out stays inside the image', needsBuilds, async () => {
  const context = rig.context({ 'd/passwd': 'x', Dockerfile: 'FROM scratch\nADD bad.tar /x\n' });
  execFileSync('tar', [
    '-P',
    '--transform=s,d/,../../../etc/,',
    '-cf',
    join(context, 'bad.tar'),
    '-C',
    context,
    'd/passwd',
  ]);
  await assert.rejects(rig.build(context), (error) => error instanceof DockrError && error.code === 'bad-archive');
});

test('a large COPY goes through the worker and comes out the same', needsBuilds, async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d/${index % 7}/file${index}`, `content ${index}`]),
  );
  const { imageId } = await rig.build({ ...files, Dockerfile: 'FROM busybox\nCOPY d /d\n' });
  assert.equal(rig.list(imageId, 'd/').length, 300 + 8);
  assert.equal(rig.read(imageId, 'd/3/file10'), 'content 10');
});
