// The routes: one table that both ends are typed by. `stream` routes answer with JSON lines of DockrEvent, `duplex` ones
// upgrade to frames (frames.ts).
import type { AuditRecord, Link } from '../audit/audit-record.ts';
import type { AuditVerdict } from '../audit/verify-log.ts';
import type { WireError } from '../core/errors.ts';
import type { SyncFailure } from '../core/sync-change.ts';
import type { DriftFinding } from '../reconcile/drift.ts';
import type { Plan } from '../reconcile/plan.ts';
import type {
  DeclarationProblem,
  DeployAddRequest,
  DeployAdoptRequest,
  DeployAdoptResult,
  DeploymentAttempt,
  DeploymentSummary,
  DeployPreviewRequest,
  DeploySyncRequest,
  PreviewListing,
  PreviewSummary,
} from './deployment-messages.ts';
import type {
  AuditQuery,
  BuildRequest,
  CompareRequest,
  ContainerSummary,
  DownRequest,
  EngineInfo,
  ExecRequest,
  Finding,
  ImageSummary,
  LifecycleRequest,
  LogsRequest,
  NeedsRequest,
  NetworkDetails,
  NetworkSummary,
  NodesAnswer,
  OfferRequest,
  PlanRequest,
  PlanResult,
  PromoteRequest,
  PullRequest,
  RevisionDetails,
  RevisionSummary,
  RollbackRequest,
  RunRequest,
  SendRequest,
  StackSummary,
  SyncRequest,
  TraceSpan,
  UpRequest,
  UpResult,
  VersionInfo,
  VolumeSummary,
} from './messages.ts';
import type { ProcessSummary, UsageSummary } from './usage-messages.ts';

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
  /** Of containers that run, by name or id. */
  readonly usage: {
    readonly request: { readonly containers: readonly string[] };
    readonly answer: readonly UsageSummary[];
  };
  readonly processes: {
    readonly request: { readonly containers: readonly string[] };
    readonly answer: readonly ProcessSummary[];
  };
  /** The paths at which a container has something else. */
  readonly 'compare-sync': {
    readonly request: CompareRequest;
    readonly answer: { readonly different: readonly string[] };
  };
  readonly sync: { readonly request: SyncRequest; readonly answer: { readonly failures: readonly SyncFailure[] } };
  readonly 'offer-tree': {
    readonly request: OfferRequest;
    readonly answer: { readonly different: readonly string[]; readonly path: string };
  };
  readonly 'send-tree': { readonly request: SendRequest; readonly answer: Empty };
  /** By the name of each directory that it names: what it takes of it. */
  readonly 'build-needs': {
    readonly request: NeedsRequest;
    readonly answer: { readonly sources: Readonly<Record<string, readonly string[]>> };
  };
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
  readonly 'inspect-network': { readonly request: { readonly name: string }; readonly answer: NetworkDetails };
  /** `overlay-not-configured` where the daemon was told of no store. */
  readonly nodes: { readonly request: Empty; readonly answer: NodesAnswer };
  readonly 'remove-network': { readonly request: { readonly name: string }; readonly answer: Empty };
  readonly 'deploy-list': { readonly request: Empty; readonly answer: readonly DeploymentSummary[] };
  readonly 'deploy-show': { readonly request: { readonly name: string }; readonly answer: DeploymentSummary };
  /** Oldest first. */
  readonly 'deploy-history': {
    readonly request: { readonly name: string };
    readonly answer: readonly DeploymentAttempt[];
  };
  /** What is wrong with the files that declare deployments. */
  readonly 'deploy-problems': { readonly request: Empty; readonly answer: readonly DeclarationProblem[] };
  /** Those of one deployment, or all. */
  readonly 'deploy-previews': { readonly request: { readonly parent: string | null }; readonly answer: PreviewListing };
  readonly 'deploy-suspend': { readonly request: { readonly name: string }; readonly answer: DeploymentSummary };
  /** Whether the audit log is what was written; `known` is a place in its chain that was noted elsewhere. */
  readonly 'audit-verify': { readonly request: { readonly known: Link | null }; readonly answer: AuditVerdict };
  /** The last `limit` records of those that are asked for, oldest first. */
  readonly 'audit-show': { readonly request: AuditQuery; readonly answer: readonly AuditRecord[] };
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
  readonly 'deploy-add': { readonly request: DeployAddRequest; readonly result: DeploymentSummary };
  /** One whole round, with the events of its plan. That it failed is in the summary. */
  readonly 'deploy-sync': {
    readonly request: DeploySyncRequest;
    readonly result: DeploymentSummary;
  };
  /** Makes a deployment of a stack that runs, if that changes nothing or somebody agrees. Its plan comes first. */
  readonly 'deploy-adopt': { readonly request: DeployAdoptRequest; readonly result: DeployAdoptResult };
  /** One whole round of a commit that ran before; without a name, of the last one. It stays there. */
  readonly 'deploy-rollback': {
    readonly request: { readonly name: string; readonly commit: string | null };
    readonly result: DeploymentSummary;
  };
  /** Makes a preview, or gives one its time again, and ends with its round. That the round failed is in the summary. */
  readonly 'deploy-preview': { readonly request: DeployPreviewRequest; readonly result: PreviewSummary };
  /** With its volumes. */
  readonly 'deploy-preview-remove': { readonly request: { readonly name: string }; readonly result: null };
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
