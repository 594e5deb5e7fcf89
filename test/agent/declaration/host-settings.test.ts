// Which machines a declaration is for, and what of it counts on one of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostIdentity } from '../../../src/agent/declaration/host-identity.ts';
import { isForHost, stackSettings } from '../../../src/agent/declaration/host-settings.ts';
import type { HostSelector } from '../../../src/core/declaration.ts';
import { declarationOf } from '../declared.ts';

const WEB = { name: 'web-1', labels: { region: 'eu', tier: 'front' } };

test('a host fits by its name and all of its labels, and one selector that fits is enough', () => {
  const isFor = (...hosts: readonly Partial<HostSelector>[]): boolean =>
    isForHost({ hosts: hosts.map((host) => ({ name: '**', labels: {}, ...host })) }, WEB);
  assert.deepEqual(
    [
      isFor(),
      isFor({ name: 'web-*' }),
      isFor({ name: 'web' }),
      isFor({ labels: { region: 'eu', tier: 'front' } }),
      isFor({ labels: { region: 'eu', tier: 'back' } }),
      isFor({ name: 'db-*', labels: { region: 'eu' } }),
      isFor({ name: 'db-*' }, { labels: { tier: 'front' } }),
      isFor({ labels: { toString: 'x' } }),
    ],
    [true, true, false, true, false, false, true, false],
  );
});

test('one environment counts: the one that is named, else the first for this host', () => {
  const environment = (name: string, hosts: readonly HostSelector[] = []) => ({
    hosts,
    files: [`${name}.yaml`],
    variables: { NAME: name },
    profiles: [name, 'all'],
  });
  const anyHost = [{ name: '**', labels: {} }];
  const environments = {
    none: environment('none'),
    live: environment('live', anyHost),
    late: environment('late', anyHost),
  };
  const declared = { files: ['base.yaml'], variables: { NAME: 'base', OTHER: 'x' }, profiles: ['all'], environments };
  assert.deepEqual(stackSettings(declarationOf(declared), WEB), {
    environment: 'live',
    files: ['base.yaml'],
    overlays: ['live.yaml'],
    variables: { NAME: 'live', OTHER: 'x' },
    profiles: ['all', 'live'],
  });
  assert.equal(stackSettings(declarationOf({ ...declared, environment: 'none' }), WEB).environment, 'none');
  const without = stackSettings(declarationOf({ ...declared, environments: { none: environment('none') } }), WEB);
  assert.deepEqual([without.environment, without.overlays, without.variables['NAME']], [null, [], 'base']);
});

test('a machine has the name and the labels of its daemon', () => {
  assert.deepEqual(hostIdentity({}, 'box'), { name: 'box', labels: {} });
  const environment = { DOCKR_NODE_NAME: 'web-1', DOCKR_NODE_LABELS: 'region=eu, tier=front,' };
  assert.deepEqual(hostIdentity(environment, 'box'), WEB);
  for (const text of ['region', '=eu', 'a b=c', 'region=eu;tier=front'])
    assert.throws(() => hostIdentity({ DOCKR_NODE_LABELS: text }, 'box'), { code: 'invalid-node-labels' });
});
