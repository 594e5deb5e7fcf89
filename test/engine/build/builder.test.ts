import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { DockrError } from '../../../src/core/errors.ts';
import { BuildRig, needsBuilds } from './build-rig.ts';

let rig: BuildRig;
before(async () => {
  if (needsBuilds.skip !== false) return;
  rig = await BuildRig.open();
  await rig.addBusybox();
});
after(async () => {
  await rig?.[Symbol.asyncDispose]();
});

const hello = resolve(import.meta.dirname, '../../../examples/hello');

test('the hello example builds, and comes from the cache the second time', needsBuilds, async () => {
  const spec = { additionalContexts: { host: '/bin' } };
  const first = await rig.build(hello, spec, { name: 'hello' });
  const second = await rig.build(hello, spec, { name: 'hello' });
  assert.equal(first.cached, false);
  assert.equal(second.cached, true);
  assert.equal(second.imageId, first.imageId);
  assert.deepEqual(
    second.steps,
    first.steps.map((step) => step.replace(/^done/, 'cached')),
  );
  const run = rig.images.config(first.imageId).run;
  assert.deepEqual(run.command, ['/bin/serve']);
  assert.deepEqual(run.exposedPorts, ['80/tcp']);
  assert.match(rig.read(first.imageId, 'srv/site/index.html'), /GREETING/);
});

test('nothing that a RUN needs mounted is left in its layer', needsBuilds, async () => {
  const { imageId } = await rig.build(
    {
      Dockerfile: 'FROM scratch\nCOPY --from=host busybox /bin/busybox\nRUN ["/bin/busybox", "true"]\n',
    },
    { additionalContexts: { host: '/bin' } },
  );
  assert.deepEqual(
    rig.list(imageId).map((line) => line.split(' ')[0]),
    ['bin/', 'bin/busybox'],
  );
});

test('a build takes files from its earlier stages and skips those that it does not need', needsBuilds, async () => {
  const { imageId, steps } = await rig.build({
    Dockerfile: [
      'FROM busybox AS made',
      'RUN mkdir /out && echo made > /out/file',
      'FROM busybox AS unneeded',
      'RUN exit 1',
      'FROM scratch',
      'COPY --from=made /out/file /file',
      'COPY --from=0 /out /all/',
    ].join('\n'),
  });
  assert.deepEqual(rig.list(imageId), ['all/ 0755 0:0', 'all/file 0644 0:0 "made\\n"', 'file 0644 0:0 "made\\n"']);
  assert.equal(steps.length, 3);
});

test('independent stages run at the same time', needsBuilds, async () => {
  const wait =
    'RUN --mount=type=cache,target=/meet touch /meet/$NAME; for i in $(seq 100); do [ -e /meet/a ] && [ -e /meet/b ] && exit 0; sleep 0.05; done; exit 1';
  await rig.build({
    Dockerfile: [
      'FROM busybox AS one',
      'ENV NAME=a',
      wait,
      'RUN touch /a',
      'FROM busybox AS two',
      'ENV NAME=b',
      wait,
      'RUN touch /b',
      'FROM scratch',
      'COPY --from=one /a /',
      'COPY --from=two /b /',
    ].join('\n'),
  });
});

test('two builds that need the same step at the same time make it once', needsBuilds, async () => {
  const files = { Dockerfile: 'FROM busybox\nRUN sleep 0.3; cat /proc/sys/kernel/random/uuid > /id\n' };
  const builds = await Promise.all([rig.build(files, {}, { name: 'one' }), rig.build(files, {}, { name: 'two' })]);
  const [one, two] = builds.map(({ imageId }) => rig.read(imageId, 'id'));
  assert.equal(one, two);
});

test('an aborted build stops its process and leaves nothing behind', needsBuilds, async () => {
  const controller = new AbortController();
  const build = rig.build(
    { Dockerfile: 'FROM busybox\nRUN echo begun; sleep 100\n' },
    {},
    { signal: controller.signal, onOutput: () => controller.abort(new Error('enough')) },
  );
  await assert.rejects(build, /enough/);
  assert.deepEqual(readdirSync(join(rig.root.runDirectory, 'runtime')), []);
  assert.deepEqual(readdirSync(join(rig.root.runDirectory, 'build')), []);
});

test('a failing RUN says where, with which code and what it wrote last', needsBuilds, async () => {
  const build = rig.build({ Dockerfile: 'FROM busybox\n\nRUN for i in $(seq 30); do echo line $i; done; exit 7\n' });
  await assert.rejects(build, (error) => {
    assert(error instanceof DockrError);
    assert.equal(error.code, 'run-failed');
    assert.equal(error.at?.line, 3);
    assert.equal(error.facts.exitCode, 7);
    assert.deepEqual([error.output.length, error.output.at(-1)], [15, 'line 30']);
    return true;
  });
});

test('what was done before a failure is not done again', needsBuilds, async () => {
  const context = rig.context({ Dockerfile: 'FROM busybox\nRUN echo slow > /slow\nRUN [ -n "$GOOD" ]\n' });
  await assert.rejects(rig.build(context));
  const steps: string[] = [];
  const onStep = (title: string, status: string): void => void steps.push(`${status} ${title}`);
  await assert.rejects(rig.build(context, {}, { onStep }));
  assert(steps.includes('cached RUN echo slow > /slow'), steps.join('\n'));
});

test('a command that is not there is told as such', needsBuilds, async () => {
  const build = rig.build({ Dockerfile: 'FROM busybox\nRUN ["/no/such/program"]\n' });
  await assert.rejects(
    build,
    (error) => error instanceof DockrError && error.code === 'run-failed' && /no\/such\/program/.test(error.message),
  );
});

test('labels and tags of the spec reach the image', needsBuilds, async () => {
  const { imageId } = await rig.build(
    { Dockerfile: 'FROM busybox\nLABEL a=1 b=2\n' },
    { labels: { b: '3' }, tags: ['other:tag'] },
    { name: 'tagged' },
  );
  assert.deepEqual(rig.images.config(imageId).run.labels, { a: '1', b: '3' });
  assert.equal(rig.images.find('other:tag')?.id, imageId);
  assert.equal(rig.images.find('tagged')?.id, imageId);
});

test('ENTRYPOINT clears the CMD of the base, but not one of its own stage', needsBuilds, async () => {
  const inherited = await rig.build({ Dockerfile: 'FROM busybox\nENTRYPOINT ["a"]\n' });
  const own = await rig.build({ Dockerfile: 'FROM busybox\nCMD ["b"]\nENTRYPOINT ["a"]\n' });
  assert.equal(rig.images.config(inherited.imageId).run.command, null);
  assert.deepEqual(rig.images.config(own.imageId).run.command, ['b']);
});

test('ONBUILD fires in the build that starts from the image, once', needsBuilds, async () => {
  await rig.build({ Dockerfile: 'FROM busybox\nONBUILD COPY seed /seed\n' }, {}, { name: 'onbuild-base' });
  const child = await rig.build({ Dockerfile: 'FROM onbuild-base\nRUN cat /seed > /copy\n', seed: 'sown' });
  assert.equal(rig.read(child.imageId, 'copy'), 'sown');
  assert.deepEqual(rig.images.config(child.imageId).run.onBuild, []);
});

test('a sweep removes what a crash has left', needsBuilds, async () => {
  const stray = join(rig.root.runDirectory, 'build', 'stray');
  mkdirSync(stray, { recursive: true });
  await rig.builder.sweep();
  assert.equal(existsSync(stray), false);
});

const refused: readonly (readonly [string, string, string])[] = [
  ['a download', 'FROM scratch\nADD https://example.org/x /x\n', 'not-supported'],
  ['a privileged RUN', 'FROM busybox\nRUN --security=insecure true\n', 'not-supported'],
  ['the network of the host', 'FROM busybox\nRUN --network=host true\n', 'not-allowed'],
  ['a secret that was not given', 'FROM busybox\nRUN --mount=type=secret,id=a,required true\n', 'secret-not-given'],
  ['a foreign frontend', '# syntax=example.org/frontend\nFROM busybox\n', 'unsupported-syntax'],
  ['a check that fails', '# check=error=true\nFROM busybox\nWORKDIR relative\n', 'check-failed'],
];
for (const [name, Dockerfile, code] of refused) {
  test(`a Dockerfile that wants ${name} is refused before anything runs`, needsBuilds, async () => {
    const steps: string[] = [];
    const build = rig.build({ Dockerfile }, {}, { onStep: (title) => void steps.push(title) });
    await assert.rejects(
      build,
      (error) => error instanceof DockrError && error.code === code && error.at !== undefined,
    );
    assert.deepEqual(steps, []);
  });
}

test('a context or a Dockerfile that is not there is named', needsBuilds, async () => {
  const codeOf = (files: string, spec = {}): Promise<string> =>
    rig.build(files, spec).then(
      () => '',
      (error: DockrError) => error.code,
    );
  assert.equal(await codeOf('/no/such/context'), 'context-not-found');
  assert.equal(await codeOf('/bin/busybox'), 'context-not-a-directory');
  assert.equal(await codeOf(rig.context({ Dockerfil: '' })), 'dockerfile-not-found');
  assert.equal(await codeOf(rig.context({ dockerfile: 'FROM scratch\nENV a=b\n' })), '');
});
