// From what is desired to what the kernel should have, with all that was left open filled in. Pure.
import { type DockrError, NetworkError } from '../../core/errors.ts';
import { AF_INET6, addressFamily, canonicalAddress } from '../../os/ip-address.ts';
import type { DesiredDataPlane, DesiredSegment } from './desired-state.ts';
import { vniInUse, type WantedLinks } from './plan-links.ts';
import type { SegmentFailure } from './report.ts';
import { type SegmentEntries, segmentEntries } from './segment-entries.ts';
import { segmentDeviceMac, segmentDeviceName } from './segment-names.ts';
import { checkMtu, type LargestMtus } from './underlay.ts';

export type WantedSegment = {
  readonly vni: number;
  readonly links: WantedLinks;
  readonly entries: SegmentEntries;
};

export type ResolvedSegments = {
  readonly wanted: readonly WantedSegment[];
  readonly failures: readonly SegmentFailure[];
};

type ResolveOptions = { readonly prefix: string; readonly largestMtus: LargestMtus };

const LARGEST_VNI = 2 ** 24 - 1;

/** One segment that cannot be had leaves the others alone. */
export function resolveSegments(desired: DesiredDataPlane, options: ResolveOptions): ResolvedSegments {
  const wanted: WantedSegment[] = [];
  const failures: SegmentFailure[] = [];
  for (const segment of desired.segments) {
    const error = segmentProblem(segment, wanted) ?? mtuProblem(segment, mtuOf(segment, options));
    if (error) failures.push({ vni: segment.vni, error });
    else wanted.push(resolveSegment(desired, segment, options));
  }
  return { wanted, failures };
}

function resolveSegment(desired: DesiredDataPlane, segment: DesiredSegment, options: ResolveOptions): WantedSegment {
  const { vni, broadcast } = segment;
  const local = canonicalAddress(desired.underlay.address);
  const links: WantedLinks = {
    vni,
    bridge: { name: segment.bridge, mac: segment.bridgeMac.toLowerCase() },
    device: {
      name: segmentDeviceName(options.prefix, vni),
      mac: segmentDeviceMac(vni, local),
      local,
      port: segment.encrypted ? desired.underlay.encryptedPort : desired.underlay.port,
    },
    mtu: mtuOf(segment, options),
    gateways: segment.gateways.map(({ address, prefixLength }) => ({
      address: canonicalAddress(address),
      prefixLength,
    })),
    ipv6: addressesOf(segment).some((address) => addressFamily(address) === AF_INET6),
    broadcast,
  };
  return { vni, links, entries: segmentEntries(desired, segment) };
}

function segmentProblem(segment: DesiredSegment, others: readonly WantedSegment[]): DockrError | undefined {
  const { vni, bridge } = segment;
  if (!Number.isInteger(vni) || vni < 1 || vni > LARGEST_VNI) {
    return new NetworkError('invalid-vni', { message: `VNI ${vni} is not a number from 1 to ${LARGEST_VNI}` });
  }
  const other = others.find((wanted) => wanted.vni === vni || wanted.links.bridge.name === bridge);
  return other && vniInUse(other.vni, `by another overlay network, whose bridge is "${other.links.bridge.name}"`);
}

function mtuOf({ mtu, encrypted }: DesiredSegment, { largestMtus }: ResolveOptions): number {
  return mtu ?? (encrypted ? largestMtus.encrypted : largestMtus.clear);
}

function mtuProblem(segment: DesiredSegment, mtu: number): DockrError | undefined {
  return checkMtu(mtu, addressesOf(segment));
}

function addressesOf({ gateways, endpoints }: DesiredSegment): readonly string[] {
  return [...gateways.map(({ address }) => address), ...endpoints.flatMap(({ addresses }) => addresses)];
}
