import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredForge, declaredHooks, followedBy } from '../../../src/agent/settings/declared-settings.ts';
import type { GitRef, ReportsDeclaration } from '../../../src/core/declaration.ts';
import { declaredAs } from '../declared.ts';

const shopAt = (url: string, ref: GitRef = { kind: 'head' }) =>
  declaredAs('shop', { source: { kind: 'git', url, ref } });
const reports = (forge: ReportsDeclaration['forge'], api: string | null = null): ReportsDeclaration => ({
  ...{ forge, api, tokenFile: '/token', status: true, comment: false },
});

test('a declared hook has the name of its deployment, and wakes it alone', () => {
  const declared = declaredAs('shop', { webhook: { kind: 'gitea', secretFile: '/secret' } });
  const hook = { name: 'shop', from: 'gitea', secretFile: '/secret', deployments: ['shop'] };
  assert.deepEqual(declaredHooks([declared, declaredAs('pay')]), [hook]);
});

test('what a deployment follows is what a push may be news for', () => {
  const cases: readonly (readonly [GitRef, string])[] = [
    [{ kind: 'head' }, 'head'],
    [{ kind: 'branch', branch: 'live' }, 'branch'],
    [{ kind: 'tag', tag: 'v1' }, 'tags'],
    [{ kind: 'semver', range: '>=1', tagPrefix: '' }, 'tags'],
    [{ kind: 'commit', commit: 'f'.repeat(40) }, 'commit'],
  ];
  for (const [ref, kind] of cases) {
    assert.equal(followedBy(shopAt('https://git.example.org/shop.git', ref))[0]?.ref.kind, kind);
  }
  assert.deepEqual(followedBy(declaredAs('shop', { source: { kind: 'oci', reference: 'a.example/shop:1' } })), []);
});

test('the API of a forge is where its repository is, unless it is declared', () => {
  const cases = [
    ['git@github.com:acme/shop.git', reports('github'), 'https://api.github.com'],
    ['https://ghe.example.org/acme/shop.git', reports('github'), 'https://ghe.example.org/api/v3'],
    ['https://gitlab.com/acme/shop.git', reports('gitlab'), 'https://gitlab.com/api/v4'],
    ['ssh://git@git.example.org:2222/acme/shop.git', reports('gitea'), 'https://git.example.org/api/v1'],
    ['https://a.example/acme/shop.git', reports('gitea', 'https://b.example/api/v1/'), 'https://b.example/api/v1'],
  ] as const;
  for (const [url, declaration, api] of cases) {
    const { declaration: rest, ...shop } = shopAt(url);
    assert.equal(declaredForge({ ...shop, declaration: { ...rest, reports: declaration } })?.api, api);
  }
});

test('nothing is sent by plain HTTP to another machine, and nothing where there is no forge', () => {
  const { declaration: rest, ...shop } = shopAt('https://git.example.org/acme/shop.git');
  const declared = (api: string) =>
    declaredForge({ ...shop, declaration: { ...rest, reports: reports('gitea', api) } });
  for (const api of ['http://git.example.org/api/v1', 'file:///etc', 'https://a:b@git.example.org', 'nowhere']) {
    assert.equal(declared(api), null, api);
  }
  assert.equal(declaredForge(shopAt('https://git.example.org/acme/shop.git')), null);
});
