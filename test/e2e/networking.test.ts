// What containers see of each other, of the host and of the outside, in one stack of small services.
import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { existsSync, readlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import { needsDebian, type ServedImages, serveImages } from './images.ts';
import { get, hostAddress, Scenario, StackUnderTest } from './scenario.ts';

const STACK = `
name: town

x-web: &web
  image: \${BUSYBOX}
  command: sh -c 'mkdir -p /www && hostname > /www/index.html && exec httpd -f -p 80 -h /www'

services:
  shop:
    <<: *web
    scale: 3

  market:
    <<: *web
    image: \${BUSYBOX_BY_DIGEST}
    hostname: market-hall
    ports:
      - "\${PORT}:80"
      - target: 80
        published: "\${LOCAL_PORT}"
        host_ip: 127.0.0.1
      - "80"
    networks:
      default:
        aliases: [bazaar, fair]
      fixed:
        ipv4_address: \${POOL}.200.77

  stalls:
    image: \${BUSYBOX}
    command: sh -c 'mkdir /a /b && echo first > /a/index.html && echo second > /b/index.html && httpd -p 81 -h /a && exec httpd -f -p 82 -h /b'
    ports: ["\${FIRST_PORT}-\${SECOND_PORT}:81-82"]

  visitor:
    image: \${BUSYBOX}
    command: sleep infinity
    extra_hosts:
      - "printer:10.1.2.3"
      - "outside=host-gateway"

  neighbour:
    image: \${BUSYBOX}
    command: sleep infinity
    network_mode: service:market

  hermit:
    image: \${BUSYBOX}
    command: sleep infinity
    network_mode: none

  local:
    image: \${BUSYBOX}
    command: sleep infinity
    network_mode: host

  guide:
    build:
      dockerfile_inline: |
        FROM \${DEBIAN}
        RUN apt-get update && apt-get install -y --no-install-recommends dnsmasq-base && rm -rf /var/lib/apt/lists/*
    command: dnsmasq --keep-in-foreground --user=root --no-resolv --no-hosts --address=/castle.test/10.9.8.7
    ports: ["\${DNS_PORT}:53/udp"]

networks:
  fixed:
    ipam:
      config:
        - subnet: \${POOL}.200.0/24
`;

describe('a town of small services', needsDebian, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox' | 'debian'>;
  let town: StackUnderTest;
  // Beneath the ports that the kernel gives out by itself, and apart from those of other test files.
  const port = 21_000 + (process.pid % 1000) * 5;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox', 'debian']);
    const { busybox, debian } = served.images;
    town = new StackUnderTest(scenario, scenario.writeFolder('town', { 'compose.yaml': STACK }), {
      BUSYBOX: busybox.byTag,
      BUSYBOX_BY_DIGEST: busybox.byDigest,
      DEBIAN: debian.byTag,
      POOL: scenario.root.addressPool.replace(/\.0\.0\/16$/, ''),
      PORT: String(port),
      LOCAL_PORT: String(port + 1),
      FIRST_PORT: String(port + 2),
      SECOND_PORT: String(port + 3),
      DNS_PORT: String(port + 4),
    });
    await town.ok(['up', '-d', '--wait']);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });
  const fetchFrom = (service: string, url: string) => town.sh(service, `timeout 3 wget -q -O - ${url}`);

  test('one image serves its tag and its digest', async () => {
    const { image } = await town.container('market');
    assert.match(image, /@sha256:/);
    const images = (await town.ok(['images', '--json'])).stdout;
    const rows = images
      .trimEnd()
      .split('\n')
      .filter((line) => line.includes('/busybox'));
    assert.equal(rows.length, 1, images);
  });

  test('a service answers to its name, its aliases, and the name of its container', async () => {
    for (const name of ['market', 'bazaar', 'fair', 'town-market-1']) {
      assert.equal(await fetchFrom('visitor', `http://${name}/`), 'market-hall');
    }
  });

  test('requests to a service with replicas go to each of them', async () => {
    const seen = await town.sh('visitor', 'for i in $(seq 30); do wget -q -O - http://shop/; done');
    const names = new Set(seen.split('\n'));
    const replicas = (await town.containers()).filter(({ service }) => service === 'shop');
    assert.deepEqual([...names].sort(), replicas.map(({ id }) => id.slice(0, 12)).sort());
  });

  test('a container has the static address that the file gives it', async () => {
    const { addresses } = await town.container('market');
    assert.equal(addresses['town_fixed'], `${town.environment['POOL']}.200.77`);
    assert.match(await town.sh('market', 'ip -4 addr'), new RegExp(`${addresses['town_fixed']}/24`));
  });

  test('a published port answers on every address of the host, one for the loopback address only there', async () => {
    assert.equal(await get(`http://127.0.0.1:${port}/`), 'market-hall\n');
    assert.equal(await get(`http://${hostAddress()}:${port}/`), 'market-hall\n');
    assert.equal(await get(`http://127.0.0.1:${port + 1}/`), 'market-hall\n');
    await assert.rejects(get(`http://${hostAddress()}:${port + 1}/`));
    if (existsSync('/proc/net/if_inet6')) assert.equal(await get(`http://[::1]:${port}/`), 'market-hall\n');
  });

  test('a port without a number on the host gets one that "port" tells', async () => {
    const { ports } = await town.container('market');
    const chosen = ports.map(({ hostPort }) => hostPort).find((each) => each !== port && each !== port + 1);
    assert.equal(await get(`http://127.0.0.1:${chosen}/`), 'market-hall\n');
    assert.match((await town.ok(['port', 'market', '80'])).stdout, new RegExp(`^0\\.0\\.0\\.0:${chosen}$`, 'm'));
  });

  test('a range of ports is published one by one', async () => {
    assert.equal(await get(`http://127.0.0.1:${port + 2}/`), 'first\n');
    assert.equal(await get(`http://127.0.0.1:${port + 3}/`), 'second\n');
  });

  test('a published port answers to containers, also to the one that publishes it', async () => {
    for (const service of ['visitor', 'market']) {
      assert.equal(await fetchFrom(service, `http://${hostAddress()}:${port}/`), 'market-hall');
    }
  });

  test('extra hosts are names in the container', async () => {
    const hosts = await town.sh('visitor', 'cat /etc/hosts');
    assert.match(hosts, /^10\.1\.2\.3\s+printer$/m);
    assert.equal(await fetchFrom('visitor', `http://outside:${port}/`), 'market-hall');
  });

  test('a service in the network of another shares its addresses', async () => {
    assert.equal(await fetchFrom('neighbour', 'http://127.0.0.1/'), 'market-hall');
    const [own, other] = await Promise.all(
      ['neighbour', 'market'].map((name) => town.sh(name, 'readlink /proc/self/ns/net')),
    );
    assert.equal(own, other);
  });

  test('without a network there is the loopback device only', async () => {
    assert.equal(await town.sh('hermit', 'ls /sys/class/net'), 'lo');
  });

  test('on the network of the host a container sees what the host sees', async () => {
    assert.equal(await town.sh('local', 'readlink /proc/self/ns/net'), readlinkSync('/proc/self/ns/net'));
    assert.equal(await fetchFrom('local', `http://127.0.0.1:${port}/`), 'market-hall');
  });

  test('a name server in a container has port 53 for itself, and the names of services beside it', async () => {
    const { addresses } = await town.container('guide');
    const answer = await town.sh('visitor', `nslookup -type=a castle.test ${addresses['town_default']}`);
    assert.match(answer, /Address:?\s+10\.9\.8\.7/);
    assert.equal(
      (await town.sh('guide', 'getent ahostsv4 visitor')).split(' ')[0],
      (await town.container('visitor')).addresses['town_default'],
    );
  });

  test('a published UDP port carries questions and answers', async () => {
    for (const address of ['127.0.0.1', hostAddress()]) {
      const resolver = new Resolver({ timeout: 2000, tries: 2 });
      resolver.setServers([`${address}:${port + 4}`]);
      assert.deepEqual(await resolver.resolve4('castle.test'), ['10.9.8.7']);
    }
  });

  test('a recreated service is found at once under its name', async () => {
    await town.ok(['up', '-d', '--force-recreate', '--no-deps', 'market']);
    assert.equal(await waitFor('the page', () => fetchFrom('visitor', 'http://bazaar/')), 'market-hall');
  });

  test('the next up takes a container along that was left in the network of the old one', async () => {
    const plan = await town.run(['plan']);
    assert.match(plan.stdout, /^1 {2}restart container town-neighbour-1 .*"town-market-1" has left/);
    await town.ok(['up', '-d']);
    assert.equal(await fetchFrom('neighbour', 'http://127.0.0.1/'), 'market-hall');
    assert.equal((await town.run(['plan'])).exitCode, 0);
  });

  test('down leaves nothing', async () => {
    await town.ok(['down', '-v']);
    await town.checkNothingLeft();
  });
});
