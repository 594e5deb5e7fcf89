// What an apply did, and which of it mended what somebody or something else had changed.
import type { DockrError } from '../../core/errors.ts';
import type { Conflict } from './desired-state.ts';
import type { EntryStep, LinkStep } from './steps.ts';

export type ApplyReport = {
  /** Requests to the kernel that changed something; listing is not counted. */
  readonly messages: number;
  /** 1, and one more for each time that the outcome was uncertain and the kernel was looked at again. */
  readonly rounds: number;
  readonly elapsedMs: number;
  /** What was as we had made it, and no longer is what it was. */
  readonly repairs: readonly Repair[];
  /** Addresses that were told to the containers of this host because they moved. */
  readonly announced: number;
  readonly conflicts: readonly Conflict[];
  /** Segments that are not what they should be; the others are. */
  readonly failures: readonly SegmentFailure[];
};

export type Repair =
  | { readonly kind: 'host-guard' }
  | { readonly kind: 'encryption-policies' }
  | { readonly kind: 'link'; readonly vni: number; readonly step: LinkStep }
  | { readonly kind: 'entry'; readonly vni: number; readonly step: EntryStep };

/** Without a VNI it is the removal of segments that are wanted no longer. */
export type SegmentFailure = { readonly vni: number | undefined; readonly error: DockrError };

/** `forwarding 02:… of VNI 4097 was missing`, for logs and for people. */
export function formatRepair(repair: Repair): string {
  switch (repair.kind) {
    case 'host-guard':
      return 'the rules that let only known hosts in were changed';
    case 'encryption-policies':
      return 'the policies that let nothing through in the clear were changed';
    case 'link':
      return `${formatLinkStep(repair.step)} of VNI ${repair.vni} was ${repair.step.because}`;
    case 'entry':
      return `${formatEntryStep(repair.step)} of VNI ${repair.vni} was ${repair.step.because}`;
  }
}

function formatLinkStep(step: LinkStep): string {
  switch (step.kind) {
    case 'create-bridge':
      return `bridge "${step.name}"`;
    case 'create-vxlan':
    case 'delete-link':
      return `device "${step.name}"`;
    case 'set-address':
    case 'delete-address':
      return `address ${step.address.address}`;
    case 'set-group':
    case 'set-mtu':
    case 'set-mac':
    case 'set-master':
    case 'configure-port':
    case 'set-up':
      return `setting "${step.kind.replace(/^set-/, '')}" at "${step.name}"`;
  }
}

function formatEntryStep(step: EntryStep): string {
  switch (step.kind) {
    case 'set-forwarding':
    case 'delete-forwarding':
      return `forwarding of ${step.mac}`;
    case 'add-flood-target':
      return `flood target ${step.host}`;
    case 'set-neighbour':
    case 'delete-neighbour':
      return `neighbour ${step.address}`;
  }
}
