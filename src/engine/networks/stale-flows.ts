// Flows whose translation is out of date: it is decided once a flow, so they stick until they are forgotten.
import { deleteFlows } from '../../os/conntrack.ts';
import type { PortRecord } from '../../store/networks.ts';

export class StaleFlows {
  #udpPorts = new Set<number>();
  #udpAnsweredBy = new Set<string>();
  #answeredBy = new Set<string>();

  /** Those of UDP to host ports that lead elsewhere now. */
  addUdpTo(ports: readonly PortRecord[]): void {
    for (const { protocol, hostPort } of ports) if (protocol === 'udp') this.#udpPorts.add(hostPort);
  }

  /** Those of UDP that a container answers that others have to answer now. */
  addUdpFrom(addresses: readonly string[]): void {
    for (const address of addresses) this.#udpAnsweredBy.add(address);
  }

  /** All that a container answered that is no more: a connection that was still on its way begins anew, with another. */
  addFrom(addresses: readonly string[]): void {
    for (const address of addresses) this.#answeredBy.add(address);
  }

  /** Once the rules are there by which they begin anew. Throws what the kernel says. */
  forget(): void {
    const [udpPorts, udpAnsweredBy, answeredBy] = [this.#udpPorts, this.#udpAnsweredBy, this.#answeredBy];
    this.#udpPorts = new Set();
    this.#udpAnsweredBy = new Set();
    this.#answeredBy = new Set();
    if (udpPorts.size + udpAnsweredBy.size + answeredBy.size === 0) return;
    deleteFlows({ udpPorts, udpAnsweredBy, answeredBy });
  }
}
