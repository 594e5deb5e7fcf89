// The routes: one table that both ends are typed by. `stream` routes answer with JSON lines of DockrEvent, `duplex` ones
// upgrade to frames (frames.ts).
import type { WireError } from '../core/errors.ts';
import type { SyncFailure } from '../core/sync-change.ts';
import type { DriftFinding } from '../reconcile/drift.ts';
import type { Plan } from '../reconcile/plan.ts';
import type {
  BuildRequest,
  ContainerSummary,
  DeploymentDeclaration,
  DeploymentSummary,
  DownRequest,
  EngineInfo,
  ExecRequest,
  Finding,
  ImageSummary,
  LifecycleRequest,
  LogsRequest,
  NetworkSummary,
  PlanRequest,
  PlanResult,
  PromoteRequest,
  PullRequest,
  RevisionDetails,
  RevisionSummary,
  RollbackRequest,
  RunRequest,
  StackSummary,
  SyncRequest,
  TraceSpan,
  UpRequest,
  UpResult,
  VersionInfo,
  VolumeSummary,
} from './messages.ts';

type Empty = Readonly<Record<string, never>>;

/** Request and answer of each route; all are `POST /v1/<name>` with a JSON body. */
export type Routes = {
  readonly version: { readonly request: Empty; readonly answer: VersionInfo };
  readonly info: { readonly request: Empty; readonly answer: EngineInfo };
  readonly doctor: { readonly request: Empty; readonly answer: { readonly findings: readonly Finding[] } };
  readonly plan: { readonly request: PlanRequest; readonly answer: PlanResult };
  /** Of one stack, or of all; nothing is changed. */
  readonly drift: { readonly request: { readonly stack: string | null }; readonly answer: readonly DriftFinding[] };
  /** Oldest first. */
  readonly history: { readonly request: { readonly stack: string }; readonly answer: readonly RevisionSummary[] };
  /** `revision` null is the current one. */
  readonly revision: {
    readonly request: { readonly stack: string; readonly revision: number | null };
    readonly answer: RevisionDetails;
  };
  readonly stacks: { readonly request: Empty; readonly answer: readonly StackSummary[] };
  readonly ps: {
    readonly request: { readonly stack: string | null; readonly all: boolean };
    readonly answer: readonly ContainerSummary[];
  };
  readonly sync: { readonly request: SyncRequest; readonly answer: { readonly failures: readonly SyncFailure[] } };
  readonly inspect: {
    readonly request: { readonly name: string };
    readonly answer: { readonly kind: string; readonly value: unknown };
  };
  readonly images: { readonly request: Empty; readonly answer: readonly ImageSummary[] };
  readonly 'remove-image': {
    readonly request: { readonly reference: string; readonly force: boolean };
    readonly answer: { readonly removed: readonly string[] };
  };
  readonly volumes: { readonly request: { readonly stack: string | null }; readonly answer: readonly VolumeSummary[] };
  readonly 'remove-volume': { readonly request: { readonly name: string }; readonly answer: Empty };
  readonly networks: {
    readonly request: { readonly stack: string | null };
    readonly answer: readonly NetworkSummary[];
  };
  readonly 'remove-network': { readonly request: { readonly name: string }; readonly answer: Empty };
  readonly 'deploy-list': { readonly request: Empty; readonly answer: readonly DeploymentSummary[] };
  readonly 'deploy-show': { readonly request: { readonly name: string }; readonly answer: DeploymentSummary };
  readonly 'deploy-suspend': { readonly request: { readonly name: string }; readonly answer: DeploymentSummary };
  readonly 'deploy-resume': { readonly request: { readonly name: string }; readonly answer: DeploymentSummary };
  readonly shutdown: { readonly request: Empty; readonly answer: Empty };
};

/** The daemon's spans, if the request asked for them. */
type Traced = { readonly trace?: readonly TraceSpan[] };

/** Value of the `result` event that ends each stream. */
export type StreamRoutes = {
  readonly up: { readonly request: UpRequest; readonly result: UpResult };
  readonly rollback: { readonly request: RollbackRequest; readonly result: UpResult };
  readonly promote: { readonly request: PromoteRequest; readonly result: UpResult };
  readonly down: {
    readonly request: DownRequest;
    readonly result: Traced & { readonly plan: Plan; readonly failed: readonly string[] };
  };
  readonly lifecycle: {
    readonly request: LifecycleRequest;
    readonly result: { readonly containers: readonly string[] };
  };
  readonly build: {
    readonly request: BuildRequest;
    readonly result: Traced & { readonly images: readonly string[]; readonly failed: readonly string[] };
  };
  readonly pull: {
    readonly request: PullRequest;
    readonly result: { readonly imageId: string; readonly changed: boolean };
  };
  readonly logs: { readonly request: LogsRequest; readonly result: null };
  readonly events: { readonly request: { readonly stack: string | null }; readonly result: null };
  /** Declares it, and runs its first round. */
  readonly 'deploy-add': { readonly request: DeploymentDeclaration; readonly result: DeploymentSummary };
  /** One whole round, with the events of its plan. That it failed is in the summary. */
  readonly 'deploy-sync': { readonly request: { readonly name: string }; readonly result: DeploymentSummary };
  readonly 'deploy-remove': {
    readonly request: { readonly name: string; readonly down: boolean };
    readonly result: { readonly error: WireError | null };
  };
  /** Waits until a container (by name or id) has ended. */
  readonly wait: { readonly request: { readonly container: string }; readonly result: { readonly exitCode: number } };
};

export type DuplexRoutes = {
  /** The first frame from the daemon is `ready` with the container's id and name. */
  readonly run: { readonly request: RunRequest };
  readonly exec: { readonly request: ExecRequest };
};

export type RouteName = keyof Routes;
export type StreamRouteName = keyof StreamRoutes;
export type DuplexRouteName = keyof DuplexRoutes;
