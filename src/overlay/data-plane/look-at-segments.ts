// What the kernel has of the segments, against what was desired. Looks, and changes nothing.
import { DockrError } from '../../core/errors.ts';
import { observeForwarding, observeNeighbours } from '../../os/netlink-neighbours.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { DesiredDataPlane } from './desired-state.ts';
import { findLink, type KernelLinks, observeKernelLinks } from './kernel-links.ts';
import { planEntries } from './plan-entries.ts';
import { type Ownership, planDevices, planSettings } from './plan-links.ts';
import { formatRepair, type Repair } from './report.ts';
import { resolveSegments, type WantedSegment } from './resolve-segments.ts';
import { largestMtus } from './underlay.ts';

/** By VNI, what differs, in words; segments that are as desired are left out. */
export function lookAtSegments(
  desired: DesiredDataPlane,
  { socket, own }: { readonly socket: NetlinkSocket; readonly own: Ownership },
): ReadonlyMap<number, readonly string[]> {
  if (desired.segments.length === 0) return new Map();
  const kernel = observeKernelLinks(socket);
  const { wanted } = resolveSegments(desired, {
    prefix: own.prefix,
    largestMtus: largestMtus(kernel, desired.underlay.address),
  });
  const looks = wanted.map((segment) => [segment.vni, differences(segment, { kernel, socket, own })] as const);
  return new Map(looks.filter(([, words]) => words.length > 0));
}

type Looking = { readonly kernel: KernelLinks; readonly socket: NetlinkSocket; readonly own: Ownership };

function differences(segment: WantedSegment, looking: Looking): readonly string[] {
  const { vni } = segment;
  try {
    const links = linkSteps(segment, looking).map((step): Repair => ({ kind: 'link', vni, step }));
    const entries = entrySteps(segment, looking).map((step): Repair => ({ kind: 'entry', vni, step }));
    return [...links, ...entries].map(formatRepair);
  } catch (error) {
    // A name or a number that somebody else has: told as a failure of the data plane.
    if (error instanceof DockrError) return [error.message];
    throw error;
  }
}

function linkSteps({ links }: WantedSegment, { kernel, own }: Looking): ReturnType<typeof planDevices> {
  return [...planDevices(links, kernel, own), ...planSettings(links, kernel, { formerGateways: [], group: own.group })];
}

/** Without its links a segment lacks those, and not each entry. */
function entrySteps({ links, entries }: WantedSegment, { kernel, socket }: Looking): ReturnType<typeof planEntries> {
  const bridge = findLink(kernel, links.bridge.name)?.link;
  const device = findLink(kernel, links.device.name)?.link;
  if (bridge?.kind !== 'bridge' || device?.kind !== 'vxlan') return [];
  const neighbours = observeNeighbours(socket).filter(({ linkIndex }) => linkIndex === bridge.index);
  return planEntries(entries, { forwarding: observeForwarding(socket, device.index), neighbours });
}
