// Settings of a segment's links that netlink has no message for, in the thread's network namespace.
import { ensureSysctl } from '../../os/sysctl.ts';
import type { WantedLinks } from './plan-links.ts';

/** Before the links are up, and before the bridge gets an IPv6 address or neighbour. The bridge's are those of any bridge of dockr. */
export function setSegmentSysctls({ bridge, device, ipv6 }: WantedLinks): void {
  ensureSysctl(`net/ipv6/conf/${bridge.name}/disable_ipv6`, ipv6 ? '0' : '1');
  ensureSysctl(`net/ipv6/conf/${bridge.name}/accept_ra`, '0');
  ensureSysctl(`net/ipv4/conf/${bridge.name}/rp_filter`, '2');
  ensureSysctl(`net/ipv4/conf/${bridge.name}/route_localnet`, '1');
  // It carries frames and has no address: without this it announces one to all containers.
  ensureSysctl(`net/ipv6/conf/${device.name}/disable_ipv6`, '1');
}
