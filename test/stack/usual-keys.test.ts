import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '../../src/stack/model.ts';
import { PLAIN_KEYS, USUAL_KEYS } from '../../src/stack/usual-keys.ts';
import { loadModel } from './load-model.ts';

const SERVICE: Readonly<Record<string, unknown>> = {
  build: '.',
  cap_add: ['SYS_TIME'],
  cap_drop: ['KILL'],
  command: ['serve'],
  configs: ['settings'],
  container_name: 'one',
  cpus: 1.5,
  depends_on: ['other'],
  dns: '192.0.2.1',
  entrypoint: ['/bin/main'],
  environment: { A: '1' },
  expose: ['80'],
  extra_hosts: ['db=192.0.2.2'],
  healthcheck: { test: ['CMD', 'true'] },
  hostname: 'host',
  image: 'app',
  init: true,
  labels: { a: 'b' },
  mem_limit: '64m',
  network_mode: 'none',
  platform: 'linux/amd64',
  privileged: true,
  profiles: ['debug'],
  read_only: true,
  restart: 'always',
  secrets: ['key'],
  security_opt: ['no-new-privileges'],
  stdin_open: true,
  stop_grace_period: '3s',
  tmpfs: '/tmp',
  tty: true,
  ulimits: { nofile: 10 },
  user: 'app',
  volumes: ['data:/data'],
  working_dir: '/srv',
};
/** What `network_mode` does not allow beside it. */
const NETWORKED = { image: 'app', networks: ['front'], ports: ['80:80'] };

const PLAIN = Object.fromEntries(Object.entries({ ...SERVICE, ...NETWORKED }).filter(([key]) => PLAIN_KEYS.has(key)));

test('a service of plain or usual attributes is read as one that has others too', async () => {
  for (const service of [PLAIN, SERVICE, NETWORKED]) {
    const { usual, unusual } = await load({ usual: service, unusual: { ...service, 'x-note': 1 } });
    const { extensions, ...rest } = unusual ?? {};
    assert.deepEqual(extensions, { 'x-note': 1 });
    assert.deepEqual({ ...rest, name: 'usual' }, usual);
  }
});

test('the services of this test have every plain and every usual attribute', () => {
  assert.deepEqual(Object.keys(PLAIN).sort(), [...PLAIN_KEYS].sort());
  assert.deepEqual([...USUAL_KEYS].sort(), [...new Set([...Object.keys(SERVICE), ...Object.keys(NETWORKED)])].sort());
});

async function load(services: Readonly<Record<string, object>>): Promise<Readonly<Record<string, Service>>> {
  const model = {
    services: { ...services, other: { image: 'other' } },
    networks: { front: {} },
    volumes: { data: {} },
    secrets: { key: { environment: 'KEY' } },
    configs: { settings: { content: 'a' } },
  };
  const result = await loadModel(model, { environment: { KEY: '1' }, profiles: ['debug'] });
  assert.ok('loaded' in result);
  return result.loaded.stack.services;
}
