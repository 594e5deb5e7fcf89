// An overlay network over the hosts of a lab with one container on each, and the desired state that goes with it.
import type {
  DesiredDataPlane,
  DesiredSegment,
  OverlayEndpoint,
} from '../../../src/overlay/data-plane/desired-state.ts';
import { waitFor } from '../wait-for.ts';
import type { LabHost } from './lab-host.ts';
import type { OverlayLab } from './overlay-lab.ts';
import { ping } from './ping.ts';

export type UnderlayFamily = 'ipv4' | 'ipv6';

export type ScenarioOptions = {
  readonly underlay?: UnderlayFamily;
  readonly vni?: number;
  readonly bridge?: string;
  readonly port?: number;
  readonly segment?: Partial<DesiredSegment>;
};

const HEX = (number: number) => number.toString(16).padStart(2, '0');

/** The container of host 1 has 10.77.0.11 and fd77::11, and so on. */
export class OverlayScenario {
  readonly lab: OverlayLab;
  readonly vni: number;
  readonly bridge: string;
  /** One for each host, in their order. */
  readonly endpoints: OverlayEndpoint[];
  /** Namespaces of the containers, in the order of hosts. */
  readonly containers: string[] = [];
  readonly #underlay: UnderlayFamily;
  readonly #port: number;
  readonly #segment: Partial<DesiredSegment>;

  constructor(lab: OverlayLab, options: ScenarioOptions = {}) {
    this.lab = lab;
    this.vni = options.vni ?? 4097;
    this.bridge = options.bridge ?? 'dkt-ov1';
    this.#underlay = options.underlay ?? 'ipv4';
    this.#port = options.port ?? 4789;
    this.#segment = options.segment ?? {};
    this.endpoints = lab.hosts.map((host, index) => this.endpoint(index + 11, host));
  }

  /** What the endpoint of a number would be on a host. */
  endpoint(number: number, host: LabHost): OverlayEndpoint {
    const addresses = [`10.77.${Math.floor(number / 250)}.${number % 250}`, `fd77::${number}`];
    return { mac: `02:42:0a:4d:${HEX(number >> 8)}:${HEX(number & 255)}`, addresses, host: this.addressOf(host) };
  }

  addressOf(host: LabHost): string {
    return this.#underlay === 'ipv4' ? host.ipv4 : host.ipv6;
  }

  desired(host: LabHost, changes: Partial<DesiredDataPlane> = {}): DesiredDataPlane {
    return {
      underlay: { address: this.addressOf(host), port: this.#port, encryptedPort: this.#port + 1 },
      hosts: this.lab.hosts.map((other) => this.addressOf(other)),
      segments: [this.segment()],
      ...changes,
    };
  }

  segment(changes: Partial<DesiredSegment> = {}): DesiredSegment {
    return {
      vni: this.vni,
      bridge: this.bridge,
      bridgeMac: '02:42:0a:4d:00:01',
      mtu: null,
      gateways: [
        { address: '10.77.0.1', prefixLength: 16 },
        { address: 'fd77::1', prefixLength: 64 },
      ],
      broadcast: false,
      encrypted: false,
      endpoints: this.endpoints,
      ...this.#segment,
      ...changes,
    };
  }

  /** Opens data planes, applies, and starts a container on each host. */
  async start(): Promise<void> {
    await Promise.all(this.lab.hosts.map((host) => host.openDataPlane()));
    await this.applyAll();
    this.containers.push(...this.lab.hosts.map((host, index) => this.addContainer(host, this.endpoints[index])));
    for (const container of this.containers) await waitForGateway(container);
  }

  async applyAll(): Promise<void> {
    await Promise.all(this.lab.hosts.map((host) => host.apply(this.desired(host))));
  }

  addContainer(host: LabHost, endpoint: OverlayEndpoint | undefined, name = 'c'): string {
    const [ipv4 = '', ipv6 = ''] = endpoint?.addresses ?? [];
    const mtu = host.link(this.bridge)?.mtu ?? 0;
    return host.addContainer({
      name,
      bridge: this.bridge,
      mac: endpoint?.mac ?? '',
      mtu,
      addresses: [
        { address: ipv4, prefixLength: 16 },
        { address: ipv6, prefixLength: 64 },
      ],
      gateway: '10.77.0.1',
    });
  }

  /** The namespace of the container on the host of a number from 1 on. */
  container(number: number): string {
    return this.containers[number - 1] ?? '';
  }
}

/** A bridge forwards for a new port only a while after its link is up. */
export async function waitForGateway(container: string): Promise<void> {
  for (const gateway of ['10.77.0.1', 'fd77::1'])
    await waitFor(
      `an answer of ${gateway}`,
      async () => (await ping(container, gateway, { patienceMs: 100 })).kind === 'reply',
    );
}
