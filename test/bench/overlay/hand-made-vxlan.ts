// What one would type: a VXLAN device and a bridge on each of two hosts, with a container on each, and nothing learnt.
import { closeSync, openSync } from 'node:fs';
import { createVeth, linkIndex } from '../../../src/os/netlink-links.ts';
import {
  createNetworkNamespace,
  insideNetworkNamespace,
  removeNetworkNamespace,
} from '../../../src/os/network-namespace.ts';
import { type LabHost, runIn } from '../../support/overlay/lab-host.ts';

const PORT = 4790;
const VNI = 77;

export type HandMade = { readonly namespaces: readonly [string, string]; readonly address: string } & Disposable;

/** `mtu` is that of the containers. `address` is the second's. */
export function makeVxlan(one: LabHost, two: LabHost, mtu: number): HandMade {
  const ends = [
    { host: one, other: two, number: 1 },
    { host: two, other: one, number: 2 },
  ].map(({ host, other, number }) => makeEnd({ host, other, number, peer: 3 - number, mtu }));
  const [first = '', second = ''] = ends;
  return {
    namespaces: [first, second],
    address: addressOf(2),
    [Symbol.dispose]() {
      for (const host of [one, two]) for (const link of ['hv0', 'hb0', 'hp0']) host.run('ip', 'link', 'del', link);
      for (const path of ends) removeNetworkNamespace(path);
    },
  };
}

type End = {
  readonly host: LabHost;
  readonly other: LabHost;
  readonly number: number;
  readonly peer: number;
  readonly mtu: number;
};

/** Gives the path of the container's namespace. */
function makeEnd({ host, other, number, peer, mtu }: End): string {
  const path = `${host.namespace}-by-hand`;
  createNetworkNamespace(path);
  const on = (line: string) => host.run(...line.split(' '));
  on(`ip link add hv0 mtu ${mtu} type vxlan id ${VNI} dstport ${PORT} nolearning local ${host.ipv4} dev eth0`);
  on(`ip link add hb0 mtu ${mtu} type bridge`);
  on('ip link set hv0 master hb0 up');
  on('ip link set hb0 up');
  on('ip link set hv0 type bridge_slave neigh_suppress on learning off');
  addPair(host, path, mtu);
  on('ip link set hp0 up');
  const inside = (line: string) => runIn(path, ...line.split(' '));
  inside(`ip link set hp1 mtu ${mtu} address ${macOf(number)} up`);
  inside(`ip addr add ${addressOf(number)}/24 dev hp1`);
  on(`bridge fdb replace ${macOf(peer)} dev hv0 dst ${other.ipv4} self permanent`);
  on(`bridge fdb replace ${macOf(peer)} dev hv0 master static`);
  on(`ip neigh replace ${addressOf(peer)} lladdr ${macOf(peer)} dev hb0 nud permanent`);
  return path;
}

function addPair(host: LabHost, namespace: string, mtu: number): void {
  using socket = host.openNetlink();
  const descriptor = openSync(namespace, 'r');
  try {
    const peer = { name: 'hp1', mac: '02:42:0a:63:00:99', namespaceFd: descriptor };
    const bridgeIndex = insideNetworkNamespace(host.namespace, () => linkIndex('hb0'));
    socket.request([createVeth({ name: 'hp0', bridgeIndex, mtu, group: 0, peer })]);
  } finally {
    closeSync(descriptor);
  }
}

const addressOf = (number: number) => `10.99.0.${number + 10}`;
const macOf = (number: number) => `02:42:0a:63:00:0${number}`;
