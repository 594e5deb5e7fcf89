// UDP flows whose translation is out of date: it is decided once a flow, so they stick until they are forgotten.
import { deleteUdpFlows } from '../../os/conntrack.ts';
import type { PortRecord } from '../../store/networks.ts';

export class StaleUdpFlows {
  #hostPorts = new Set<number>();
  #addresses = new Set<string>();

  /** Those to host ports that lead elsewhere now. */
  addTo(ports: readonly PortRecord[]): void {
    for (const { protocol, hostPort } of ports) if (protocol === 'udp') this.#hostPorts.add(hostPort);
  }

  /** Those that a container answers that others have to answer now. */
  addFrom(addresses: readonly string[]): void {
    for (const address of addresses) this.#addresses.add(address);
  }

  /** Once the rules are there by which they begin anew. Throws what the kernel says. */
  forget(): void {
    const [hostPorts, addresses] = [this.#hostPorts, this.#addresses];
    this.#hostPorts = new Set();
    this.#addresses = new Set();
    if (hostPorts.size + addresses.size > 0) deleteUdpFlows({ hostPorts, addresses });
  }
}
