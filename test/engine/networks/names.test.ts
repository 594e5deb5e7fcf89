import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { type Lab, networkSpec, nodeIn, openLab, outputIn, request, startIn } from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

const DNSMASQ = '/usr/sbin/dnsmasq';

/** Asks 127.0.0.11 from inside a namespace; the reply as dns-packet reads it, or null. */
async function ask(
  namespace: string,
  name: string,
  options: { readonly type?: string; readonly transport?: 'udp' | 'tcp'; readonly payload?: number } = {},
) {
  const additionals = options.payload
    ? [{ type: 'OPT', name: '.', udpPayloadSize: options.payload, flags: 0, options: [] }]
    : [];
  const questions = [{ type: options.type ?? 'A', name }];
  const query = encode({ type: 'query', id: 7, flags: 0x100, questions, additionals } as unknown as Packet);
  const hex = await nodeIn(namespace, options.transport === 'tcp' ? askTcp(query) : askUdp(query));
  return hex === '' ? null : (decode(Buffer.from(hex, 'hex')) as DecodedPacket & { readonly rcode: string });
}

function askUdp(query: Buffer): string {
  return `import dgram from 'node:dgram'; const u = dgram.createSocket('udp4'); setTimeout(() => process.exit(), 3000);
    u.on('message', (m) => { console.log(m.toString('hex')); process.exit(); }); u.send(Buffer.from('${query.toString('hex')}', 'hex'), 53, '127.0.0.11');`;
}

function askTcp(query: Buffer): string {
  return `import net from 'node:net'; const s = net.connect(53, '127.0.0.11'); setTimeout(() => process.exit(), 3000); let r = Buffer.alloc(0);
    const q = Buffer.from('${query.toString('hex')}', 'hex'); const l = Buffer.alloc(2); l.writeUInt16BE(q.length); s.write(l); s.write(q);
    s.on('data', (d) => { r = Buffer.concat([r, d]); if (r.length > 2 && r.length >= r.readUInt16BE(0) + 2) { console.log(r.subarray(2).toString('hex')); process.exit(); } });`;
}

function addresses(reply: ReturnType<typeof decode> | null): string[] {
  return (reply?.answers ?? []).flatMap((answer) => (answer.type === 'A' ? [String(answer.data)] : []));
}

describe('names of containers', { skip: cannotIsolate }, () => {
  let lab: Lab;
  let upstream: Socket;
  let upstreamTcp: Server;
  const asked: string[] = [];
  const path = (name: string) => lab.engine.namespacePath(request(name, []).containerId);
  const ipOf = (name: string, index = 0) => lab.engine.endpointsOf(request(name, []).containerId)[index]?.ipv4;

  before(async () => {
    lab = openLab();
    const { engine } = lab;
    for (const name of ['front', 'back']) engine.createNetwork(networkSpec(name));
    engine.createNetwork(networkSpec('shut', { internal: true }));
    const attachments = [{ network: 'front', aliases: ['Site', 'www.example.org'], ipv4: null, mac: null }];
    const wanted = [
      request('web-1', [], { attachments }),
      request('web-2', ['front']),
      request('app', ['front', 'back']),
      request('db', ['back']),
      request('safe', ['shut']),
      request('off', ['front']),
      ...Array.from({ length: 40 }, (_, index) => request(`many-${index}`, ['back'])),
    ];
    await Promise.all(wanted.map((one) => engine.attachContainer(one)));
    for (const one of wanted) engine.setReachable(one.containerId, one.name !== 'off');
    const answer = (message: Buffer) => {
      const query = decode(message);
      const name = query.questions?.[0]?.name ?? '';
      asked.push(name);
      if (name === 'silent.example') return undefined;
      return encode({
        type: 'response',
        id: query.id ?? 0,
        questions: query.questions ?? [],
        answers: [{ type: 'A', name, ttl: 60, data: '203.0.113.9' }],
      });
    };
    upstream = createSocket('udp4', (message, from) => {
      const reply = answer(message);
      if (reply) upstream.send(reply, from.port, from.address);
    });
    await new Promise<void>((resolve) => upstream.bind(53, '127.0.0.1', resolve));
    upstreamTcp = createServer((client) =>
      client.on('data', (data: Buffer) => {
        const reply = answer(data.subarray(2));
        if (reply) client.end(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]));
      }),
    );
    await new Promise<void>((resolve) => upstreamTcp.listen(53, '127.0.0.1', resolve));
    writeFileSync(`${lab.dir}/resolv.conf`, 'nameserver 127.0.0.1\n');
    utimesSync(`${lab.dir}/resolv.conf`, 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
  });
  after(async () => {
    upstream.close();
    upstreamTcp.close();
    await lab.close();
  });

  for (const name of [
    'web-1',
    'WEB-1',
    'site',
    'www.example.org',
    request('web-1', []).containerId.slice(0, 12),
    'web-1.front',
  ]) {
    test(`"${name}" is the container's address`, async () => {
      assert.deepEqual(addresses(await ask(path('app'), name)), [ipOf('web-1')]);
    });
  }
  test('a service name gives every running replica, the first in turn', async () => {
    const first = addresses(await ask(path('app'), 'web'));
    const second = addresses(await ask(path('app'), 'web'));
    assert.deepEqual(first.toSorted(), [ipOf('web-1'), ipOf('web-2')].toSorted());
    assert.notEqual(first[0], second[0]);
  });
  test('AAAA and MX of a known name are no data, not a name error', async () => {
    for (const type of ['AAAA', 'MX']) {
      const reply = await ask(path('app'), 'web', { type });
      assert.equal(reply?.rcode, 'NOERROR');
      assert.deepEqual(reply?.answers, []);
    }
  });
  test('a name on a network that the asking container is not on is unknown', async () => {
    assert.equal((await ask(path('web-1'), 'db'))?.rcode, 'NXDOMAIN');
    assert.deepEqual(addresses(await ask(path('app'), 'db')), [ipOf('db')]);
  });
  test('a container that does not run is not found, and nobody else is asked', async () => {
    assert.equal((await ask(path('app'), 'off'))?.rcode, 'NXDOMAIN');
    assert.equal(asked.includes('off'), false);
  });
  test('an address has its name back', async () => {
    const reverse = `${(ipOf('web-1') ?? '').split('.').reverse().join('.')}.in-addr.arpa`;
    const reply = await ask(path('app'), reverse, { type: 'PTR' });
    assert.deepEqual(
      reply?.answers?.map((answer) => 'data' in answer && answer.data),
      ['web-1.front'],
    );
  });
  test('names are served over TCP as well', async () => {
    assert.deepEqual(addresses(await ask(path('app'), 'db', { transport: 'tcp' })), [ipOf('db')]);
  });
  test('what does not fit is cut and says so; TCP and EDNS give more', async () => {
    const cut = await ask(path('app'), 'many');
    assert.equal(cut?.flag_tc, true);
    assert.ok(addresses(cut).length > 0 && addresses(cut).length < 40);
    assert.equal(addresses(await ask(path('app'), 'many', { transport: 'tcp' })).length, 40);
    assert.equal(addresses(await ask(path('app'), 'many', { payload: 4096 })).length, 40);
  });
  test('other names go to the servers of the host, read again after a change, over UDP and TCP', async () => {
    assert.deepEqual(addresses(await ask(path('app'), 'other.example')), ['203.0.113.9']);
    assert.deepEqual(addresses(await ask(path('app'), 'tcp.example', { transport: 'tcp' })), ['203.0.113.9']);
  });
  test('a server that stays silent is a server failure, not silence', async () => {
    assert.equal((await ask(path('app'), 'silent.example'))?.rcode, 'SERVFAIL');
  });
  test('nothing that a container on internal networks asks leaves the machine', async () => {
    assert.equal((await ask(path('safe'), 'secret.example'))?.rcode, 'NXDOMAIN');
    assert.equal(asked.includes('secret.example'), false);
  });
  test('busybox resolves names through 127.0.0.11', async () => {
    const output = await outputIn(path('app'), 'busybox', 'nslookup', 'db', '127.0.0.11');
    assert.match(output, new RegExp(`Address.*: ${ipOf('db')}`));
  });
  test('a dnsmasq of the container at 0.0.0.0:53 works beside the names', {
    skip: existsSync(DNSMASQ) ? false : 'needs dnsmasq-base',
  }, async () => {
    const child: ChildProcess = startIn(
      path('app'),
      DNSMASQ,
      '-k',
      '--no-resolv',
      '--no-hosts',
      '--user=root',
      '--address=/inside.test/192.0.2.77',
      '--pid-file=',
      '--port=53',
    );
    try {
      let output = '';
      for (let tries = 0; tries < 20 && !output.includes('192.0.2.77'); tries++) {
        output = await outputIn(path('web-1'), 'busybox', 'nslookup', 'x.inside.test', ipOf('app') ?? '');
      }
      assert.match(output, /192\.0\.2\.77/);
      assert.equal(child.exitCode, null);
      assert.deepEqual(addresses(await ask(path('app'), 'db')), [ipOf('db')]);
      assert.deepEqual(addresses(await ask(path('app'), 'db', { transport: 'tcp' })), [ipOf('db')]);
    } finally {
      child.kill();
    }
  });
});
