import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHost } from '../../src/client/parse-host.ts';

const ssh = (text: string, more: object) => ({
  kind: 'ssh',
  text,
  user: undefined,
  port: undefined,
  socket: undefined,
  ...more,
});

test('an address is of this machine, of a socket, or of another machine', () => {
  assert.deepEqual(parseHost(undefined), { kind: 'local' });
  assert.deepEqual(parseHost(''), { kind: 'local' });
  assert.deepEqual(parseHost('unix:///run/x.sock'), { kind: 'socket', path: '/run/x.sock' });
  const cases: readonly (readonly [string, object])[] = [
    ['ssh://host', { name: 'host' }],
    ['ssh://ada@host.example.org', { user: 'ada', name: 'host.example.org' }],
    [
      'ssh://ada@10.0.0.1:2222/run/dockr.sock',
      { user: 'ada', name: '10.0.0.1', port: 2222, socket: '/run/dockr.sock' },
    ],
    ['ssh://[fe80::1%eth0]:22/', { name: 'fe80::1%eth0', port: 22 }],
  ];
  for (const [text, more] of cases) assert.deepEqual(parseHost(text), ssh(text, more));
});

const BAD: readonly string[] = [
  'tcp://host:2375',
  'host',
  'ssh://',
  'ssh://-oProxyCommand=x',
  'ssh://-l@host',
  'ssh://ada:secret@host',
  'ssh://host:0',
  'ssh://host:70000',
  'ssh://host:x',
  "ssh://host/run/x'; rm -rf /",
  'ssh://host/run/$(id)',
  'ssh://ho st',
  'unix://relative',
  'unix://',
];
for (const text of BAD)
  test(`"${text}" is refused`, () => {
    assert.throws(() => parseHost(text), { code: 'bad-host' });
  });
