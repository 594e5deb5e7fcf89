// One look at the kernel, and all that is to be done after it: left-overs, devices, their settings, their entries.
import { DockrError, errorCode } from '../../core/errors.ts';
import { observeForwarding, observeNeighbours } from '../../os/netlink-neighbours.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { PacketSocket } from '../../os/packet-socket.ts';
import { announcement } from './announcement.ts';
import type { ApplyRecord } from './apply-record.ts';
import type { DesiredDataPlane } from './desired-state.ts';
import { findLink, type KernelLinks, observeKernelLinks } from './kernel-links.ts';
import type { KernelWriter, Outcome } from './kernel-writer.ts';
import { planEntries } from './plan-entries.ts';
import { type Ownership, planDevices, planRemovals, planSettings, vniInUse } from './plan-links.ts';
import { resolveSegments, type WantedSegment } from './resolve-segments.ts';
import { SegmentMemory } from './segment-memory.ts';
import { segmentDeviceName } from './segment-names.ts';
import { setSegmentSysctls } from './segment-sysctls.ts';
import { type EntryStep, entryRequest, type LinkStep, linkRequest, type SegmentIndexes } from './steps.ts';
import { largestMtus } from './underlay.ts';

export type RoundTools = {
  readonly socket: NetlinkSocket;
  readonly writer: KernelWriter;
  readonly packets: PacketSocket;
  readonly own: Ownership;
  /** By VNI. */
  readonly memories: Map<number, SegmentMemory>;
};

/** Does what can be done; what could not is in the record. */
export async function applyRound(desired: DesiredDataPlane, tools: RoundTools, record: ApplyRecord): Promise<void> {
  const kernel = observeKernelLinks(tools.socket);
  const wanted = resolveWanted(desired, { kernel, tools, record });
  await removeLeftOvers(desired, { kernel, tools, record });
  const hasMade = await makeDevices(wanted, { kernel, tools, record });
  const after = hasMade ? observeKernelLinks(tools.socket) : kernel;
  for (const segment of wanted) await applySettings(segment, { kernel: after, tools, record });
  const neighbours = Map.groupBy(observeNeighbours(tools.socket), ({ linkIndex }) => linkIndex);
  for (const segment of wanted) {
    const indexes = indexesOf(segment, after);
    // Without its links it is a failure already, or the next round's work.
    if (!indexes) continue;
    const observed = {
      forwarding: observeForwarding(tools.socket, indexes.device),
      neighbours: neighbours.get(indexes.bridge) ?? [],
    };
    await applyEntries(segment, { indexes, steps: planEntries(segment.entries, observed), tools, record });
  }
}

type Round = { readonly kernel: KernelLinks; readonly tools: RoundTools; readonly record: ApplyRecord };

function resolveWanted(desired: DesiredDataPlane, { kernel, tools, record }: Round): readonly WantedSegment[] {
  if (desired.segments.length === 0) return [];
  const { wanted, failures } = resolveSegments(desired, {
    prefix: tools.own.prefix,
    largestMtus: largestMtus(kernel, desired.underlay.address),
  });
  for (const failure of failures) record.impossible(failure);
  for (const { entries } of wanted) record.conflicts(entries.conflicts);
  return wanted;
}

/** A segment that cannot be had as it is wanted keeps what it has. */
async function removeLeftOvers(desired: DesiredDataPlane, { kernel, tools, record }: Round): Promise<void> {
  const { own, memories, writer } = tools;
  const keep = desired.segments.flatMap(({ bridge, vni }) => [bridge, segmentDeviceName(own.prefix, vni)]);
  record.outcome(undefined, await writer.deleteLinks(planRemovals(new Set(keep), kernel, own)));
  const vnis = new Set(desired.segments.map(({ vni }) => vni));
  for (const vni of memories.keys()) if (!vnis.has(vni)) memories.delete(vni);
}

/** Whether there was anything to do. */
async function makeDevices(wanted: readonly WantedSegment[], round: Round): Promise<boolean> {
  let hasMade = false;
  for (const segment of wanted) {
    const steps = orFailure(segment, round.record, () => planDevices(segment.links, round.kernel, round.tools.own));
    if (!steps || steps.length === 0) continue;
    hasMade = true;
    noteLinkRepairs(segment, steps, round);
    await writeDevices(segment, steps, round);
  }
  return hasMade;
}

async function writeDevices(segment: WantedSegment, steps: readonly LinkStep[], round: Round): Promise<void> {
  const { writer } = round.tools;
  const doomed = steps.flatMap((step) => (step.kind === 'delete-link' ? [step.name] : []));
  round.record.outcome(segment.vni, await writer.deleteLinks(doomed));
  const made = await writer.write(steps.filter(({ kind }) => kind !== 'delete-link').map(linkRequest));
  round.record.outcome(segment.vni, explained(made, segment, round));
}

/** EEXIST of a name that was free a moment ago: a device in another namespace has the VNI, where we cannot see it. */
function explained(outcome: Outcome, { vni, links }: WantedSegment, { tools }: Round): Outcome {
  if (outcome.kind !== 'refused' || errorCode(outcome.error) !== 'EEXIST') return outcome;
  const isThere = findLink(observeKernelLinks(tools.socket), links.device.name) !== undefined;
  return isThere ? outcome : { kind: 'refused', error: vniInUse(vni, 'by a device that is in another namespace') };
}

async function applySettings(segment: WantedSegment, round: Round): Promise<void> {
  const { kernel, tools, record } = round;
  if (record.hasFailed(segment.vni)) return;
  setSegmentSysctls(segment.links);
  const formerGateways = memoryOf(segment, tools).gateways;
  const steps = planSettings(segment.links, kernel, { formerGateways, group: tools.own.group });
  noteLinkRepairs(segment, steps, round);
  record.outcome(segment.vni, await tools.writer.write(steps.map(linkRequest)));
}

type EntryRound = Omit<Round, 'kernel'> & { readonly indexes: SegmentIndexes; readonly steps: readonly EntryStep[] };

async function applyEntries(segment: WantedSegment, { indexes, steps, tools, record }: EntryRound): Promise<void> {
  const memory = memoryOf(segment, tools);
  for (const step of steps)
    if (memory.isRepair(step, segment.entries)) record.repaired({ kind: 'entry', vni: segment.vni, step });
  const outcome = await tools.writer.write(steps.map((step) => entryRequest(step, indexes)));
  record.outcome(segment.vni, outcome);
  if (outcome.kind !== 'done' || record.hasFailed(segment.vni)) return;
  announceMoved(segment, memory.movedAddresses(steps), { indexes, tools, record });
  memory.remember(segment.links, segment.entries);
}

/** By us and on this host alone: what a container says of itself does not leave its host. */
function announceMoved(
  segment: WantedSegment,
  moved: ReturnType<SegmentMemory['movedAddresses']>,
  { indexes, tools, record }: Omit<EntryRound, 'steps'>,
): void {
  const done = orFailure(segment, record, () => {
    for (const { address, mac } of moved) tools.packets.send(indexes.bridge, announcement(address, mac));
    return moved.length;
  });
  record.announced(done ?? 0);
}

function noteLinkRepairs(segment: WantedSegment, steps: readonly LinkStep[], { tools, record }: Round): void {
  if (!memoryOf(segment, tools).areLinksAsApplied(segment.links)) return;
  for (const step of steps) record.repaired({ kind: 'link', vni: segment.vni, step });
}

function memoryOf({ vni }: WantedSegment, { memories }: RoundTools): SegmentMemory {
  const known = memories.get(vni) ?? new SegmentMemory();
  memories.set(vni, known);
  return known;
}

function indexesOf({ links }: WantedSegment, kernel: KernelLinks): SegmentIndexes | undefined {
  const bridge = findLink(kernel, links.bridge.name)?.link;
  const device = findLink(kernel, links.device.name)?.link;
  if (bridge?.kind !== 'bridge' || device?.kind !== 'vxlan') return undefined;
  return { bridge: bridge.index, device: device.index };
}

function orFailure<T>({ vni }: WantedSegment, record: ApplyRecord, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DockrError)) throw error;
    record.failed(vni, error);
    return undefined;
  }
}
