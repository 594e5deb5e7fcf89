import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DnsZone, type RemoteName } from '../../../../src/engine/networks/dns/dns-zone.ts';
import { remoteNames } from '../../../../src/engine/networks/overlay/remote-names.ts';

/** A zone with two containers of this host, both called `web`, and who asks. */
function openZone(rankOf: (id: string) => number = () => 0): DnsZone {
  const zone = new DnsZone({ rankOf, shareOf: () => null });
  for (const [id, ipv4] of [
    ['near1', '10.0.0.1'],
    ['near2', '10.0.0.2'],
  ] as const) {
    zone.setEndpoints(id, [{ containerId: id, network: 'net', ipv4, containerName: id, names: ['web'] }]);
    zone.setReachable(id, true);
  }
  zone.setEndpoints('asker', [
    { containerId: 'asker', network: 'net', ipv4: '10.0.0.9', containerName: 'asker', names: [] },
  ]);
  return zone;
}

function remote(id: string, ipv4: string, rank = 0): RemoteName {
  return { containerId: id, containerName: id, names: ['web'], ipv4, rank };
}

function addresses(zone: DnsZone, name = 'web'): readonly string[] {
  const found = zone.lookup('asker', name, true);
  return found.kind === 'known' ? found.addresses : [];
}

describe('names of containers on other hosts', () => {
  test('come after those of the own host, and both kinds take turns', () => {
    const zone = openZone();
    zone.setRemote('net', [remote('far1', '10.0.0.11'), remote('far2', '10.0.0.12')]);
    assert.deepEqual(addresses(zone), ['10.0.0.1', '10.0.0.2', '10.0.0.11', '10.0.0.12']);
    assert.deepEqual(addresses(zone), ['10.0.0.2', '10.0.0.1', '10.0.0.12', '10.0.0.11']);
  });

  test('stand in where those of the own host are out of service', () => {
    const zone = openZone(() => 1);
    zone.setRemote('net', [remote('far1', '10.0.0.11'), remote('far2', '10.0.0.12', 1)]);
    assert.deepEqual(addresses(zone), ['10.0.0.11']);
  });

  test('are those that were told last, of their network only, with their addresses', () => {
    const zone = openZone();
    zone.setRemote('net', [remote('far1', '10.0.0.11'), remote('far2', '10.0.0.12')]);
    zone.setRemote('other', [remote('far1', '10.1.0.11')]);
    zone.setRemote('net', [remote('far2', '10.0.0.22')]);
    assert.deepEqual(addresses(zone), ['10.0.0.1', '10.0.0.2', '10.0.0.22']);
    assert.deepEqual(addresses(zone, 'far1'), []);
    assert.equal(zone.reverse('asker', '10.0.0.22'), 'far2.net');
    assert.equal(zone.reverse('asker', '10.0.0.12'), undefined);
  });

  test('are not what a container of this host has that is on the same network by the same id', () => {
    const zone = openZone();
    zone.setRemote('net', [remote('near1', '10.0.0.11')]);
    zone.setRemote('net', []);
    assert.deepEqual(addresses(zone), ['10.0.0.1', '10.0.0.2']);
  });

  test('are none while the container is not reachable', () => {
    const endpoint = {
      container: 'a',
      names: [],
      aliases: ['web'],
      address: '10.0.0.1',
      mac: '',
      rank: 4,
      node: 'two',
      ipv6: null,
    };
    assert.deepEqual(remoteNames([endpoint]), []);
    assert.deepEqual(remoteNames([{ ...endpoint, names: ['a', 'svc'] }])[0]?.names, ['svc', 'web']);
  });
});
