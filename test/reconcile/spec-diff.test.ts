// What is told of a difference between what was stored and what is wanted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerNetwork, ContainerSpec, FileSpec } from '../../src/core/specs.ts';
import type { Cause } from '../../src/reconcile/plan.ts';
import { diffStored } from './support.ts';

const FILE: FileSpec = {
  kind: 'config',
  name: 'site',
  target: '/etc/site',
  uid: 0,
  gid: 0,
  mode: 0o444,
  source: { content: 'one' },
  digest: 'sha256:1',
};

const withFiles = (...files: readonly FileSpec[]): Partial<ContainerSpec> => ({ files });
const diff = (from: Partial<ContainerSpec>, to: Partial<ContainerSpec>): Cause[] =>
  diffStored({ name: 'web', ...from }, { name: 'web', ...to });

const OWNERS: readonly (readonly [Partial<FileSpec>, string, unknown, unknown])[] = [
  [{ uid: 5 }, 'uid', 0, 5],
  [{ gid: 6 }, 'gid', 0, 6],
  [{ mode: 0o400 }, 'mode', 0o444, 0o400],
  [{ name: 'other' }, 'name', 'site', 'other'],
  [{ kind: 'secret' }, 'kind', 'config', 'secret'],
];

for (const [change, field, from, to] of OWNERS) {
  test(`the ${field} of a file is told when it changes`, () => {
    // The text of a secret is in no spec: one that becomes a secret changes its source, too.
    const file: FileSpec = { ...FILE, source: { path: '/srv/site' } };
    assert.deepEqual(diff(withFiles(file), withFiles({ ...file, ...change })), [
      { kind: 'changed', field: `files[/etc/site].${field}`, from, to },
    ]);
  });
}

test('of the bytes of a file it is told once that they changed, and nothing of them', () => {
  const changed = { ...FILE, source: { content: 'two' }, digest: 'sha256:2' };
  assert.deepEqual(diff(withFiles(FILE), withFiles(changed)), [{ kind: 'content-changed', field: 'files[/etc/site]' }]);
  assert.deepEqual(diff(withFiles(FILE), withFiles({ ...FILE, source: { path: '/srv/site' } })), [
    { kind: 'content-changed', field: 'files[/etc/site]' },
  ]);
});

test('bytes and owner of a file that both changed are both told', () => {
  assert.deepEqual(diff(withFiles(FILE), withFiles({ ...FILE, digest: 'sha256:2', uid: 7 })), [
    { kind: 'content-changed', field: 'files[/etc/site]' },
    { kind: 'changed', field: 'files[/etc/site].uid', from: 0, to: 7 },
  ]);
});

test('of a file that is new or gone only the name is told', () => {
  assert.deepEqual(diff({}, withFiles(FILE)), [{ kind: 'changed', field: 'files[/etc/site]', from: null, to: 'site' }]);
  assert.deepEqual(diff(withFiles(FILE), {}), [{ kind: 'changed', field: 'files[/etc/site]', from: 'site', to: null }]);
});

test('a file whose target has brackets and lines in it is told all the same', () => {
  const odd = { ...FILE, target: '/a[1].mode\n/b' };
  assert.deepEqual(diff(withFiles(odd), withFiles({ ...odd, digest: 'sha256:2' })), [
    { kind: 'content-changed', field: 'files[/a[1].mode\n/b]' },
  ]);
});

test('files in another order are no difference, for they are sorted by target', () => {
  const other = { ...FILE, target: '/etc/other' };
  assert.deepEqual(diff(withFiles(FILE, other), withFiles(other, FILE)), []);
});

const IMAGES: readonly (readonly [Partial<ContainerSpec>, Partial<ContainerSpec>, readonly Cause[]])[] = [
  [{ image: 'a', imageId: 'x' }, { image: 'a', imageId: '' }, []],
  [{ image: 'a', imageId: 'x' }, { image: 'b', imageId: '' }, []],
  [{ image: 'a', imageId: 'x' }, { image: 'b', imageId: 'x' }, []],
  [
    { image: 'a', imageId: 'x' },
    { image: 'a', imageId: 'y' },
    [{ kind: 'changed', field: 'imageId', from: 'x', to: 'y' }],
  ],
  [
    { image: 'a', imageId: 'x' },
    { image: 'b', imageId: 'y' },
    [{ kind: 'changed', field: 'image', from: 'a', to: 'b' }],
  ],
];

for (const [from, to, causes] of IMAGES) {
  test(`of ${JSON.stringify(from)} and ${JSON.stringify(to)} is told: ${JSON.stringify(causes)}`, () => {
    // Beside another difference, so that equal specs are not found at once.
    assert.deepEqual(diff(from, to), causes);
    const beside = [...causes, { kind: 'changed', field: 'user', from: null, to: 'app' }];
    assert.deepEqual(diff(from, { ...to, user: 'app' }), beside);
  });
}

const on = (...networks: readonly string[]): ContainerNetwork => ({
  kind: 'networks',
  attachments: networks.map((network) => ({ network, aliases: [], ipv4: null, mac: null })),
});
const NETWORKS: readonly (readonly [ContainerNetwork, ContainerNetwork, string | null, string | null])[] = [
  [{ kind: 'host' }, { kind: 'none' }, 'host', 'none'],
  [{ kind: 'host' }, on('a', 'b'), 'host', 'a, b'],
  [on('a'), { kind: 'container', container: 'vpn' }, 'a', 'container:vpn'],
  [{ kind: 'container', container: 'one' }, { kind: 'container', container: 'two' }, 'container:one', 'container:two'],
];

for (const [from, to, before, after] of NETWORKS) {
  test(`a container that goes from ${before} to ${after} says so`, () => {
    assert.deepEqual(diff({ network: from }, { network: to }), [
      { kind: 'changed', field: 'network', from: before, to: after },
    ]);
  });
}

test('a container that stays in the network of another is the same', () => {
  const network = { kind: 'container', container: 'vpn' } as const;
  assert.deepEqual(diff({ network }, { network, user: 'app' }), [
    { kind: 'changed', field: 'user', from: null, to: 'app' },
  ]);
});
