// Builds every recorded case that is in scope, and compares config, history and layers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DockrError } from '../../../src/core/errors.ts';
import type { BuildSpec } from '../../../src/engine/build/build-spec.ts';
import { casesSkipReason } from '../../support/cases.ts';
import { BuildRig, needsBuilds, specOf } from './build-rig.ts';
import {
  describeLayer,
  describeRecorded,
  type GoldenBase,
  type GoldenCase,
  type GoldenImage,
  loadGolden,
  makeSocket,
  maskVarying,
  outOfScope,
  writeFiles,
} from './golden-cases.ts';

const skip = needsBuilds.skip || casesSkipReason('build/build-golden-buildkit.json');
const golden = skip === false ? loadGolden() : undefined;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
let rig: BuildRig;
let lastFamily = '';

before(async () => {
  if (!golden) return;
  rig = await BuildRig.open();
  addBase('busybox', ['sh'], golden.base);
  addBase('alpine', ['/bin/sh'], golden.base);
});
after(async () => {
  await rig?.[Symbol.asyncDispose]();
});

if (!golden) test('recorded builds of BuildKit', { skip }, () => {});
for (const each of golden?.cases ?? []) {
  const reason = outOfScope(each);
  test(`builds as BuildKit does: ${each.id}`, { skip: reason ?? false }, () => check(each));
}

async function check(each: GoldenCase): Promise<void> {
  beginFamily(each.id);
  const spec = specFor(each);
  // The recording made its socket in code, where the files of the context do not show it.
  const socket = each.id.startsWith('TestCopySocket') ? await makeSocket(join(spec.context, 'socket.sock')) : undefined;
  try {
    await buildAndCompare(each, spec);
  } finally {
    await socket?.();
  }
}

async function buildAndCompare(each: GoldenCase, spec: BuildSpec): Promise<void> {
  const noCache = each.attrs?.['no-cache'] === '';
  const build = rig.builder.build(spec, {
    name: 'golden',
    signal: new AbortController().signal,
    noCache,
    pull: false,
    onOutput: () => {},
  });
  if (each.error !== undefined) {
    await assert.rejects(
      build,
      (error) => error instanceof DockrError,
      `expected to fail as BuildKit does: ${each.error}`,
    );
    return;
  }
  const { imageId } = await build;
  const [image] = each.images ?? [];
  if (image) compare(imageId, image);
}

/** Cases of one test follow upon each other; another test begins with empty cache mounts. */
function beginFamily(id: string): void {
  const family = id.split('#')[0] ?? '';
  if (family !== lastFamily)
    rmSync(join(rig.root.stateDirectory, 'build', 'cache-mounts'), { recursive: true, force: true });
  lastFamily = family;
}

function specFor({ id, context, attrs = {}, otherMounts = {} }: GoldenCase): BuildSpec {
  const directory = rig.root.makeDirectory(`golden/${id}/context`);
  writeFiles(directory, context);
  const mounts = Object.entries(otherMounts).map(([name, files]) => {
    const path = rig.root.makeDirectory(`golden/${id}/${name}`);
    writeFiles(path, files);
    return [name, path] as const;
  });
  const paths = Object.fromEntries(mounts);
  const withPrefix = (prefix: string) =>
    Object.entries(attrs).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
    );
  const contexts = withPrefix('context:').map(([name, value]) => [name, paths[value.replace('local:', '')] ?? value]);
  const dockerfile = paths.dockerfile ? join(paths.dockerfile, 'Dockerfile') : attrs.filename;
  return {
    ...specOf(directory),
    args: Object.fromEntries(withPrefix('build-arg:')),
    labels: Object.fromEntries(withPrefix('label:')),
    additionalContexts: Object.fromEntries(contexts),
    ...(attrs.target ? { target: attrs.target } : {}),
    ...(dockerfile ? { dockerfile } : {}),
  };
}

function compare(imageId: string, expected: GoldenImage): void {
  const { config, history, rootfs } = rig.config(imageId) as {
    config: object;
    history: Record<string, unknown>[];
    rootfs: { diff_ids: `sha256:${string}`[] };
  };
  assert.deepEqual(config, expected.config);
  const ours = history.slice(history.length - expected.history.length).map(({ created: _created, ...entry }) => entry);
  assert.deepEqual(
    ours,
    expected.history.map((entry) => ({ ...entry })),
  );
  assert.equal(rootfs.diff_ids.length, expected.layers.length);
  for (const [index, layer] of expected.layers.entries()) {
    if (layer.base) continue;
    const recorded = describeRecorded(layer.entries);
    const id = rootfs.diff_ids[index] ?? 'sha256:';
    const actual = maskVarying(describeLayer(rig.images.layers.path(id)), recorded);
    assert.deepEqual([...actual].sort(), [...recorded].sort(), `layer ${index}`);
  }
}

/** One layer as the recordings describe their base images. */
function addBase(name: string, command: readonly string[], base: GoldenBase): void {
  const directory = rig.images.layers.makeTemporary();
  for (const path of [
    'bin',
    'dev',
    'etc',
    'home',
    'proc',
    'root',
    'sys',
    'tmp',
    'usr/bin',
    'usr/sbin',
    'var/spool',
    'var/www',
  ]) {
    mkdirSync(join(directory, path), { recursive: true });
  }
  chmodSync(join(directory, 'root'), 0o700);
  chmodSync(join(directory, 'tmp'), 0o1777);
  copyFileSync('/bin/busybox', join(directory, 'bin/busybox'));
  const applets = execFileSync('/bin/busybox', ['--list'], { encoding: 'utf8' })
    .split('\n')
    .filter((applet) => applet !== '');
  for (const applet of applets)
    if (!readdirSync(join(directory, 'bin')).includes(applet) && applet !== 'adduser')
      linkSync(join(directory, 'bin/busybox'), join(directory, 'bin', applet));
  writeFileSync(join(directory, 'bin/adduser'), ADDUSER, { mode: 0o755 });
  writeFileSync(join(directory, 'etc/passwd'), base['etc/passwd']);
  writeFileSync(join(directory, 'etc/group'), base['etc/group']);
  if (name === 'alpine') writeFileSync(join(directory, 'etc/alpine-release'), '3.18.5\n');
  const diffId = `sha256:${randomBytes(32).toString('hex')}` as const;
  rig.images.layers.commit(directory, { diffId, sizeBytes: 0 });
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: [PATH], Cmd: command },
    rootfs: { type: 'layers', diff_ids: [diffId] },
  };
  rig.images.addImage({ config: Buffer.from(JSON.stringify(config)), name });
}

const ADDUSER = `#!/bin/sh
for name; do :; done
id=$(awk -F: 'BEGIN { m = 999 } $3 < 60000 && $3 > m { m = $3 } END { print m + 1 }' /etc/passwd)
echo "$name:x:$id:$id::/home/$name:/bin/sh" >> /etc/passwd
echo "$name:x:$id:" >> /etc/group
mkdir -p /home/$name
chown $id:$id /home/$name
`;
