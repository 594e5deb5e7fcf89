// Runs in the namespace of a simulated host: the engine's bridge network with one container, and a segment at its bridge.
import { macFor } from '../../../src/engine/networks/network-names.ts';
import { linkIndex } from '../../../src/os/netlink-links.ts';
import { DataPlane } from '../../../src/overlay/data-plane/data-plane.ts';
import type { OverlayEndpoint } from '../../../src/overlay/data-plane/desired-state.ts';
import { networkSpec, openLab, port, request } from '../../engine/networks/network-lab.ts';

export type GatewayCall =
  | { readonly call: 'attach'; readonly ipv4: string; readonly internal: boolean }
  | {
      readonly call: 'apply';
      readonly own: string;
      readonly hosts: readonly string[];
      readonly endpoints: readonly OverlayEndpoint[];
    }
  | { readonly call: 'mend' }
  | { readonly call: 'close' };

const SUBNET = { subnet: '10.77.0.0/16', gateway: '10.77.0.1' } as const;
const lab = openLab({ linkGroup: 0xd0d });
const dataPlane = new DataPlane({ linkPrefix: 'dkt', linkGroup: 0xd0e, tableName: 'dockr_overlay_test' });

process.on('disconnect', () => process.exit(1));
process.on('message', async (message: GatewayCall) => process.send?.(await answer(message)));

async function answer(message: GatewayCall): Promise<unknown> {
  switch (message.call) {
    case 'attach':
      return attach(message.ipv4, message.internal);
    case 'apply': {
      const network = lab.engine.listNetworks()[0];
      if (!network) throw new Error('attach first');
      const report = await dataPlane.apply({
        underlay: { address: message.own, port: 4789, encryptedPort: 4790 },
        hosts: message.hosts,
        segments: [
          {
            vni: 4097,
            bridge: network.bridge,
            bridgeMac: macFor(network.id, network.gateway),
            mtu: 1450,
            gateways: [{ address: network.gateway, prefixLength: 16 }],
            broadcast: false,
            encrypted: false,
            endpoints: message.endpoints,
          },
        ],
      });
      return { failures: report.failures.map(({ error }) => error.code), messages: report.messages };
    }
    case 'mend': {
      // What the daemon does at its start and every ten seconds, beside us.
      await lab.engine.restore([request('web', []).containerId]);
      lab.engine.ensureNetwork('app');
      const report = await dataPlane.verify();
      return { messages: report?.messages, leftovers: lab.engine.leftovers() };
    }
    case 'close': {
      await dataPlane.apply({ underlay: { address: '', port: 4789, encryptedPort: 4790 }, hosts: [], segments: [] });
      await dataPlane[Symbol.asyncDispose]();
      const bridge = lab.engine.listNetworks()[0]?.bridge ?? '';
      const left = { bridge: linkIndex(bridge) !== 0, device: linkIndex('dktv001001') !== 0 };
      await lab.close();
      return left;
    }
  }
}

async function attach(ipv4: string, internal: boolean): Promise<unknown> {
  lab.engine.createNetwork(networkSpec('app', { ...SUBNET, internal, options: { mtu: '1450' } }));
  const attachments = [{ network: 'app', aliases: [], ipv4, mac: null }];
  const ports = internal ? [] : [port(8080, 80)];
  const wanted = request('web', ['app'], { attachments, ports });
  const [endpoint] = await lab.engine.attachContainer(wanted);
  return { mac: endpoint?.mac, bridge: endpoint?.bridge, namespace: lab.engine.namespacePath(wanted.containerId) };
}
