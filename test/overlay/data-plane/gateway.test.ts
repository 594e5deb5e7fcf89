import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { askPeer, ECHO_PEER, nodeIn, startIn } from '../../engine/networks/network-lab.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import type { LabHost } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { ping } from '../../support/overlay/ping.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { GatewayCall } from './gateway-host.ts';

/** A container of a bridge network of the engine, whose bridge has a segment to other hosts. */
type GatewayHost = {
  readonly mac: string;
  readonly namespace: string;
  readonly process: ChildProcess;
};

describe('a bridge network with a segment to other hosts', { skip: cannotIsolate, timeout: 110_000 }, () => {
  test('publishes ports and has its way out at its own host, and its containers reach each other', async () => {
    await using lab = new OverlayLab({ hosts: 3 });
    const [first, second] = await startBoth(lab, { internal: false });
    const outside = lab.host(3).namespace;
    const servers = [first.namespace, second.namespace, outside].map((path) =>
      startIn(path, process.execPath, '--input-type=module', '-e', ECHO_PEER),
    );
    try {
      // Published ports, each at the container's host, with the client's own address.
      for (const number of [1, 2]) assert.equal(await answered(outside, lab.host(number).ipv4, 8080), lab.host(3).ipv4);
      // To each other, as on one bridge: with their own addresses.
      assert.equal(await answered(first.namespace, '10.77.0.12', 80), '10.77.0.11');
      assert.equal(await answered(second.namespace, '10.77.0.11', 80), '10.77.0.12');
      // Out with the address of the own host.
      assert.equal(await answered(first.namespace, lab.host(3).ipv4, 80), lab.host(1).ipv4);
      assert.equal(await answered(second.namespace, lab.host(3).ipv4, 80), lab.host(2).ipv4);
      // A container by a port of the other host.
      assert.equal(await answered(first.namespace, lab.host(2).ipv4, 8080), lab.host(1).ipv4);
      // The engine and the data plane do not undo each other's work.
      assert.deepEqual(await call(first, { call: 'mend' }), { messages: 0, leftovers: [] });
      assert.equal(await answered(first.namespace, '10.77.0.12', 80), '10.77.0.11');
    } finally {
      for (const server of servers) server.kill('SIGKILL');
      await stopBoth(first, second);
    }
  });

  test('that is internal has no way out, and leads to other hosts all the same', async () => {
    await using lab = new OverlayLab({ hosts: 3 });
    const [first, second] = await startBoth(lab, { internal: true });
    try {
      await waitFor(
        'the other container',
        async () => (await ping(first.namespace, '10.77.0.12', { patienceMs: 200 })).kind === 'reply',
      );
      assert.notEqual((await ping(first.namespace, lab.host(3).ipv4, { patienceMs: 300 })).kind, 'reply');
    } finally {
      await stopBoth(first, second);
    }
  });
});

async function startBoth(
  lab: OverlayLab,
  options: { readonly internal: boolean },
): Promise<[GatewayHost, GatewayHost]> {
  const [first, second] = await Promise.all(
    [1, 2].map((number) => start(lab.host(number), `10.77.0.1${number}`, options)),
  );
  if (!first || !second) throw new Error('a host did not start');
  const hosts = lab.hosts.map(({ ipv4 }) => ipv4);
  const endpoints = [first, second].map(({ mac }, index) => ({
    mac,
    addresses: [`10.77.0.1${index + 1}`],
    host: hosts[index] ?? '',
  }));
  for (const [index, host] of [first, second].entries()) {
    const report = await call(host, { call: 'apply', own: hosts[index] ?? '', hosts, endpoints });
    assert.deepEqual((report as { readonly failures: unknown }).failures, []);
  }
  return [first, second];
}

async function start(host: LabHost, ipv4: string, { internal }: { readonly internal: boolean }): Promise<GatewayHost> {
  const script = join(import.meta.dirname, 'gateway-host.ts');
  const argv = [`--net=${host.namespace}`, process.execPath, '--no-warnings', script];
  const child = spawn('nsenter', argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const attached = await call({ process: child }, { call: 'attach', ipv4, internal });
  return { ...(attached as { mac: string; namespace: string }), process: child };
}

async function stopBoth(...hosts: readonly GatewayHost[]): Promise<void> {
  for (const host of hosts) {
    // The bridge is the engine's, and stays when the segment goes.
    assert.deepEqual(await call(host, { call: 'close' }), { bridge: true, device: false });
    host.process.kill('SIGKILL');
    await once(host.process, 'exit');
  }
}

async function call({ process }: { readonly process: ChildProcess }, message: GatewayCall): Promise<unknown> {
  const answer = once(process, 'message');
  process.send(message);
  return (await answer)[0];
}

/** What a server answers, once it is there. */
function answered(namespace: string, address: string, port: number): Promise<string> {
  return waitFor(`an answer of ${address} port ${port}`, async () => {
    const answer = await nodeIn(namespace, askPeer(address, port));
    return answer === 'FAIL' ? null : answer;
  });
}
