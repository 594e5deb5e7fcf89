import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import {
  addNeighbour,
  askPeer,
  ECHO_PEER,
  HOST_ADDRESS,
  LAN_ADDRESS,
  type Lab,
  networkSpec,
  nodeIn,
  openLab,
  port,
  request,
  runIn,
  startIn,
} from './network-lab.ts';
import { cannotIsolate } from './own-namespace.ts';

/** `peer` is whom the server sees; `any` is anybody; null means that no answer may come. */
type Case = {
  readonly name: string;
  readonly from: 'host' | 'lan' | 'c1' | 'c2' | 'c3' | 'inside';
  readonly to: readonly [string, number, ('tcp' | 'udp')?];
  readonly peer: string | null;
};

const CASES: readonly Case[] = [
  { name: 'the host reaches a published port at 127.0.0.1', from: 'host', to: ['127.0.0.1', 8080], peer: 'any' },
  { name: 'the host reaches a port published at 127.0.0.1 only', from: 'host', to: ['127.0.0.1', 8081], peer: 'any' },
  {
    name: 'a port published at 127.0.0.1 is not at the host address',
    from: 'host',
    to: [HOST_ADDRESS, 8081],
    peer: null,
  },
  { name: 'the host reaches a port published at its address', from: 'host', to: [HOST_ADDRESS, 8082], peer: 'any' },
  {
    name: 'the host reaches a published UDP port at 127.0.0.1',
    from: 'host',
    to: ['127.0.0.1', 5300, 'udp'],
    peer: 'any',
  },
  { name: 'the host reaches the container directly', from: 'host', to: ['10.212.0.2', 80], peer: '10.212.0.1' },
  {
    name: 'the host reaches a published port at [::1] through the proxy',
    from: 'host',
    to: ['::1', 8080],
    peer: '10.212.0.1',
  },
  {
    name: 'a neighbour reaches a published port and is seen by its own address',
    from: 'lan',
    to: [HOST_ADDRESS, 8080],
    peer: LAN_ADDRESS,
  },
  {
    name: 'a neighbour does not reach what is published at 127.0.0.1',
    from: 'lan',
    to: [HOST_ADDRESS, 8081],
    peer: null,
  },
  { name: 'a neighbour does not reach a container by a route', from: 'lan', to: ['10.212.0.2', 80], peer: null },
  {
    name: 'a container reaches its own published port at the host address',
    from: 'c1',
    to: [HOST_ADDRESS, 8080],
    peer: 'any',
  },
  {
    name: 'a container reaches its own published port at the gateway',
    from: 'c1',
    to: ['10.212.0.1', 8080],
    peer: 'any',
  },
  { name: 'a sibling reaches a published port at the host address', from: 'c2', to: [HOST_ADDRESS, 8080], peer: 'any' },
  { name: 'a sibling reaches the container directly', from: 'c2', to: ['10.212.0.2', 80], peer: '10.212.0.3' },
  {
    name: 'a sibling reaches a published UDP port at the host address',
    from: 'c2',
    to: [HOST_ADDRESS, 5300, 'udp'],
    peer: 'any',
  },
  { name: 'a container of another network does not reach it directly', from: 'c3', to: ['10.212.0.2', 80], peer: null },
  {
    name: 'a container of another network reaches its published port',
    from: 'c3',
    to: [HOST_ADDRESS, 8080],
    peer: 'any',
  },
  {
    name: 'a container of an internal network does not reach another network by a published port',
    from: 'inside',
    to: ['10.214.0.1', 8080],
    peer: null,
  },
];

for (const variant of [
  { title: 'without br_netfilter', bridgeNetfilter: '0', foreignDrop: false },
  { title: 'with bridge-nf-call-iptables=1', bridgeNetfilter: '1', foreignDrop: false },
  { title: 'beside a FORWARD policy DROP of iptables', bridgeNetfilter: '0', foreignDrop: true },
  { title: 'beside a FORWARD policy DROP with bridge-nf-call-iptables=1', bridgeNetfilter: '1', foreignDrop: true },
]) {
  describe(`publishing ports ${variant.title}`, { skip: cannotIsolate, concurrency: 6 }, () => {
    let lab: Lab;
    let server: ChildProcess;
    let namespaces: Record<Case['from'], string | null>;

    before(async () => {
      lab = openLab();
      try {
        writeFileSync('/proc/sys/net/bridge/bridge-nf-call-iptables', variant.bridgeNetfilter);
      } catch {
        // br_netfilter is not loaded: the first variant then.
      }
      if (variant.foreignDrop)
        mustRun('nft', 'table ip filter { chain FORWARD { type filter hook forward priority filter; policy drop; }; }');
      const { engine } = lab;
      engine.createNetwork(networkSpec('one', { subnet: '10.212.0.0/24' }));
      engine.createNetwork(networkSpec('two', { subnet: '10.213.0.0/24' }));
      engine.createNetwork(networkSpec('shut', { subnet: '10.214.0.0/24', internal: true }));
      addNeighbour(`${lab.dir}/run`);
      const ports = [
        port(8080, 80),
        port(8081, 80, { hostIp: '127.0.0.1' }),
        port(8082, 80, { hostIp: HOST_ADDRESS }),
        port(5300, 53, { protocol: 'udp' }),
      ];
      const wanted = [
        request('c1', ['one'], { ports }),
        request('c2', ['one']),
        request('c3', ['two']),
        request('inside', ['shut']),
      ];
      for (const one of wanted) await engine.attachContainer(one);
      const path = (name: string) => engine.namespacePath(request(name, []).containerId);
      namespaces = {
        host: null,
        lan: `${lab.dir}/run/lan`,
        c1: path('c1'),
        c2: path('c2'),
        c3: path('c3'),
        inside: path('inside'),
      };
      server = startIn(namespaces.c1, process.execPath, '--input-type=module', '-e', ECHO_PEER);
      while ((await nodeIn(null, askPeer('10.212.0.2', 80))) === 'FAIL');
    });
    after(async () => {
      server.kill();
      for (const name of ['c1', 'c2', 'c3', 'inside']) await lab.engine.detachContainer(request(name, []).containerId);
      for (const name of ['one', 'two', 'shut']) await lab.engine.removeNetwork(name);
      const left = runIn(null, 'nft', 'list', 'ruleset').output;
      runIn(null, 'nft', 'delete', 'table', 'ip', 'filter');
      runIn(null, 'ip', 'link', 'del', 'ext0');
      runIn(null, 'umount', `${lab.dir}/run/lan`);
      await lab.close();
      assert.doesNotMatch(
        left,
        /dockr_test|0xd0c/,
        'the table and the rule in the foreign chain are gone with the last network',
      );
    });

    test('what a neighbour sends to 127.0.0.1 of the host does not even reach the container', async () => {
      const probe = 'type filter hook forward priority 50; ct original ip daddr 127.0.0.0/8 iifname "ext0" counter;';
      mustRun('nft', `table ip probe { chain forward { ${probe} }; }`);
      assert.equal(await nodeIn(namespaces.lan, askPeer('127.0.0.1', 8081)), 'FAIL');
      const { output } = runIn(null, 'nft', 'list', 'table', 'ip', 'probe');
      runIn(null, 'nft', 'delete', 'table', 'ip', 'probe');
      assert.match(output, /counter packets 0 /);
    });

    for (const { name, from, to, peer } of CASES) {
      test(name, async () => {
        const answer = await nodeIn(namespaces[from], askPeer(...to));
        if (peer === 'any') assert.notEqual(answer, 'FAIL');
        else assert.equal(answer, peer ?? 'FAIL');
      });
    }
  });
}

function mustRun(...argv: readonly string[]): void {
  const { status, output } = runIn(null, ...argv);
  assert.equal(status, 0, output);
}
