// What the agent is made of, and what it shows of a deployment.
import type { Clock } from '../../core/clock.ts';
import type { DeploymentHistory } from '../../store/deployment-history.ts';
import type { Condition, DeploymentStatusTable, LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord, DeploymentTable } from '../../store/deployments.ts';
import type { HostIdentity } from '../declaration/host-settings.ts';
import type { DeploymentEvents } from '../events/deployment-events.ts';
import type { ImagesView, RoundImages } from '../images/round-images.ts';
import type { Judge } from '../judge.ts';
import type { AccessFor } from '../load-release.ts';
import type { RoundParts } from '../loop/round.ts';
import type { PreviewNote } from '../previews/isolate-stack.ts';
import type { RoundReport } from '../round-report.ts';
import type { SourceFactory } from '../source.ts';
import type { Target } from '../target.ts';

export type AgentParts = {
  readonly table: DeploymentTable;
  readonly statuses: DeploymentStatusTable;
  readonly history: DeploymentHistory;
  readonly host: HostIdentity;
  readonly stateDirectory: string;
  readonly sources: SourceFactory;
  readonly target: Target;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly judge: Judge;
  /** The stack that a volume which is there belongs to; null for none, undefined where there is no such volume. */
  readonly ownerOfVolume: (name: string) => string | null | undefined;
  /** The folder that the stack of that name was loaded from; undefined where there is none on this machine. */
  readonly findStackDirectory: (name: string) => string | undefined;
  readonly load?: RoundParts['load'];
  /** How much has been written to the database that all of these read; without it, nothing is kept from round to round. */
  readonly writes?: () => number;
  /** Without it, images are whatever their names stand for. */
  readonly images?: RoundImages;
  /** Hears of everything that happens to deployments. */
  readonly events?: DeploymentEvents;
  /** Hears of every round when it has ended. */
  readonly onRound?: (report: RoundReport) => void;
  /** Hears what of its files does not count in a preview, whenever it is loaded. */
  readonly onPreviewNotes?: ((name: string, notes: readonly PreviewNote[]) => void) | undefined;
  /** What the secrets of a deployment are opened with. */
  readonly secretsOf?: (deployment: DeploymentRecord) => AccessFor;
};

export type DeploymentView = {
  readonly record: DeploymentRecord;
  readonly status: LoopStatus;
  readonly conditions: readonly Condition[];
  readonly images: ImagesView;
  readonly isBusy: boolean;
  readonly nextAt: number | null;
};
