import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

/** Instructions after `FROM busybox` of which the last writes /out. */
const runs: readonly (readonly [string, string, RegExp, Files?])[] = [
  ['the shell form has variables of ENV and ARG', 'ARG a=1\nENV b=2\nRUN echo $a$b > /out', /^12$/m],
  ['ENV hides an ARG of the same name', 'ENV a=env\nARG a=arg\nRUN echo $a > /out', /^env$/m],
  ['SHELL is the shell of what follows', 'SHELL ["/bin/sh", "-xc"]\nRUN echo $- > /out', /x/],
  [
    'USER is who runs',
    'RUN touch /out && chmod 666 /out\nUSER daemon\nRUN id > /out',
    /uid=1\(daemon\) gid=1\(daemon\) groups=1\(daemon\),100\(users\)/,
  ],
  ['HOME is that of the user', 'RUN touch /out && chmod 666 /out\nUSER nobody\nRUN echo $HOME > /out', /^\/home$/m],
  ['WORKDIR belongs to the user', 'USER 5\nWORKDIR /w\nUSER 0\nRUN stat -c "%u:%g" /w > /out', /^5:5$/m],
  ['the capabilities are those of containers', 'RUN grep CapEff /proc/self/status > /out', /00000000a80425fb/],
  ['the system calls are filtered', 'RUN grep Seccomp: /proc/self/status > /out', /2/],
  ['the standard input is empty', 'RUN cat > /out', /^$/],
  ['no network has no way out', 'RUN --network=none ip addr > /out', /^(?!.*eth0)/s],
  ['a network is there by default', 'RUN ip addr > /out', /eth0/],
  ['names are served', 'RUN cat /etc/resolv.conf > /out', /nameserver 127\.0\.0\.11/],
  [
    'a bind mount shows the context without what is ignored',
    'RUN --mount=target=/c ls -A /c > /out',
    /^\.dockerignore\nDockerfile\na$/m,
    { a: '1', secret: '2', '.dockerignore': 'secret\n' },
  ],
  [
    'a bind mount that is written to forgets',
    'RUN --mount=target=/c,rw echo 2 > /c/a\nRUN --mount=target=/c cat /c/a > /out',
    /^1$/m,
    { a: '1' },
  ],
  ['a bind mount of a file', 'RUN --mount=source=a,target=/c/file cat /c/file > /out', /^1$/m, { a: '1' }],
  [
    'a cache mount keeps its files',
    'RUN --mount=type=cache,target=/c echo kept > /c/f\nRUN --mount=type=cache,target=/c cp /c/f /out',
    /kept/,
  ],
  ['a tmpfs mount forgets', 'RUN --mount=type=tmpfs,target=/t touch /t/f && ls /t > /out', /f/],
  [
    'an optional secret that was not given is not there',
    'RUN --mount=type=secret,id=s ls /run/secrets > /out 2>&1 || true',
    /No such file/,
  ],
];
for (const [name, instructions, expected, files = {}] of runs) {
  test(`RUN: ${name}`, needsBuilds, async () => {
    const { imageId } = await rig.build({ ...files, Dockerfile: `FROM busybox\n${instructions}\n` });
    assert.match(rig.read(imageId, 'out').trim(), expected);
  });
}

test('RUN: its output comes line by line, both streams in their order', needsBuilds, async () => {
  const { output } = await rig.build({ Dockerfile: 'FROM busybox\nRUN echo one; echo two >&2; printf three\n' });
  assert.deepEqual(output, ['one', 'two', 'three']);
});

test('RUN: a line that draws itself again comes as it looks at its end', needsBuilds, async () => {
  const { output } = await rig.build({
    Dockerfile: "FROM busybox\nRUN printf '10%%\\r50%%\\r100%%\\r\\nend\\r\\nhalf\\rwhole'\n",
  });
  assert.deepEqual(output, ['100%', 'end', 'whole']);
});

test('RUN: files that are removed are gone, and directories that come back are new', needsBuilds, async () => {
  const { imageId } = await rig.build({
    Dockerfile: 'FROM busybox\nRUN mkdir /d && touch /d/a /d/b\nRUN rm /d/a\nRUN rm -r /d && mkdir /d && touch /d/c\n',
  });
  assert.deepEqual(
    rig.list(imageId, 'd/').map((line) => line.split(' ')[0]),
    ['d/', 'd/c'],
  );
});

test('RUN: a renamed directory of a lower layer is whole', needsBuilds, async () => {
  const { imageId } = await rig.build({ Dockerfile: 'FROM busybox\nRUN mkdir /d && echo 1 > /d/a\nRUN mv /d /e\n' });
  assert.equal(rig.read(imageId, 'e/a'), '1\n');
  assert.deepEqual(rig.list(imageId, 'd/'), []);
});

test('RUN: what changes the root directory itself stays changed', needsBuilds, async () => {
  const { imageId } = await rig.build({
    Dockerfile: 'FROM busybox\nRUN chmod 711 /\nCOPY a /\nRUN stat -c %a / > /out\n',
    a: '1',
  });
  assert.equal(rig.read(imageId, 'out'), '711\n');
});
