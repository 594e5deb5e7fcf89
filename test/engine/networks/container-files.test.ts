import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsFile, resolvConf } from '../../../src/engine/networks/container-files.ts';

test('the hosts file has the container at each of its addresses and its extra hosts before', () => {
  const text = hostsFile({
    hostname: 'web',
    domainname: 'example.org',
    addresses: ['10.0.0.2', '10.1.0.2'],
    extraHosts: ['db:192.0.2.1', 'v6=[2001:db8::1]', 'host.docker.internal:host-gateway', 'broken'],
    gateway: '10.0.0.1',
  });
  assert.deepEqual(text.split('\n').slice(6), [
    '192.0.2.1\tdb',
    '2001:db8::1\tv6',
    '10.0.0.1\thost.docker.internal',
    '10.0.0.2\tweb.example.org web',
    '10.1.0.2\tweb.example.org web',
    '',
  ]);
});

test('on our networks the server is ours, and the search list that of the host', () => {
  const host = 'nameserver 192.0.2.53\nsearch corp.example # office\n';
  assert.equal(
    resolvConf({ search: [], options: [], host }),
    'nameserver 127.0.0.11\nsearch corp.example\noptions ndots:0\n',
  );
});

test('options of the user are kept, and a lone dot clears the search list', () => {
  const host = 'nameserver 192.0.2.53\nsearch corp.example\n';
  assert.equal(resolvConf({ search: ['.'], options: ['ndots:2'], host }), 'nameserver 127.0.0.11\noptions ndots:2\n');
});

test('without our networks the servers are those given, else those of the host', () => {
  const host = 'nameserver 192.0.2.53\n';
  assert.equal(resolvConf({ search: [], options: [], host, servers: [] }), 'nameserver 192.0.2.53\n');
  assert.equal(resolvConf({ search: [], options: [], host, servers: ['192.0.2.9'] }), 'nameserver 192.0.2.9\n');
});
