import { hostname } from 'node:os';
import { join } from 'node:path';
import { Agent } from '../agent/agent.ts';
import { FileFollower } from '../agent/declaration/files/file-follower.ts';
import { hostIdentity } from '../agent/declaration/host-identity.ts';
import type { HostIdentity } from '../agent/declaration/host-settings.ts';
import type { AgentParts } from '../agent/deployments/agent-parts.ts';
import type { DeploymentEvents } from '../agent/events/deployment-events.ts';
import { createJudge } from '../agent/judge.ts';
import { policyPlace } from '../agent/policy/policy-place.ts';
import { type KeeperParts, PreviewKeeper } from '../agent/previews/preview-keeper.ts';
import { secretsFor } from '../agent/previews/preview-secrets.ts';
import type { RoundReport } from '../agent/round-report.ts';
import { createSources } from '../agent/sources/create-sources.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import { lazily } from '../core/lazily.ts';
import type { Engine } from '../engine/engine.ts';
import { RegistryClient } from '../engine/images/registry/registry-client.ts';
import { configDirectory, hostAccess } from '../secrets/secret-access.ts';
import { DeploymentHistory } from '../store/deployment-history.ts';
import { DeploymentStatusTable } from '../store/deployment-status.ts';
import { DeploymentTable } from '../store/deployments.ts';
import { PreviewEnds } from '../store/preview-ends.ts';
import { auditTarget } from './audit/note-rounds.ts';
import { createDeploymentTarget } from './deployment-target.ts';
import { openImages } from './open-images.ts';
import type { StackTurns } from './stack-turns.ts';

export type AgentContext = {
  readonly engine: Engine;
  readonly turns: StackTurns;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: AuditLog;
  readonly events: DeploymentEvents;
  readonly onRound: (report: RoundReport) => void;
  readonly onPreviewNotes: AgentParts['onPreviewNotes'];
};

/** The agent of this daemon. It does nothing before `start`. */
export function openAgent({ engine, turns, environment, log, events, onRound, onPreviewNotes }: AgentContext): Agent {
  return new Agent({
    events,
    table: new DeploymentTable(engine.database),
    statuses: new DeploymentStatusTable(engine.database),
    history: new DeploymentHistory(engine.database),
    host: hostOf(environment),
    stateDirectory: engine.paths.state,
    sources: createSources({ environment, registry: lazily(() => new RegistryClient({ environment })) }),
    target: auditTarget(createDeploymentTarget(engine, turns), log),
    onRound,
    clock: SYSTEM_CLOCK,
    random: Math.random,
    onPreviewNotes,
    secretsOf: (deployment) =>
      secretsFor(deployment, (name) => (shown) => {
        const keyFiles = deployment.declaration.decrypt?.keys ?? [];
        return hostAccess(environment, { name, keyFiles }, shown);
      }),
    judge: createJudge(policyPlace(environment)),
    writes: () => engine.database.writes,
    images: openImages(engine, environment),
    ownerOfVolume: (name) => engine.volumes.find(name)?.spec.stack,
    findStackDirectory: (name) => engine.stacks.find(name)?.directory,
  });
}

/** Follows the files that declare deployments: `DOCKR_DEPLOYMENTS`, else `/etc/dockr/deployments`. */
export function followFiles(agent: Agent, environment: NodeJS.ProcessEnv): FileFollower {
  return new FileFollower({
    place: environment['DOCKR_DEPLOYMENTS'] || join(configDirectory(environment), 'deployments'),
    agent,
    host: hostOf(environment),
    clock: SYSTEM_CLOCK,
    intervalMs: FILES_INTERVAL_MS,
  });
}

/** Makes and removes the previews of this daemon's deployments. It does nothing by itself before `start`. */
export function keepPreviews(
  agent: Agent,
  { database, containers }: Engine,
  onEnd: NonNullable<KeeperParts['onEnd']>,
): PreviewKeeper {
  const table = new DeploymentTable(database);
  return new PreviewKeeper({
    agent,
    records: () => table.list(),
    ends: new PreviewEnds(database),
    // "shop-x-web-1" may be of the service "x-web" of "shop" as well as of "web" of "shop-x".
    isTaken: (name) =>
      containers.list().some(({ record }) => record.spec.stack !== name && record.name.startsWith(`${name}-`)),
    clock: SYSTEM_CLOCK,
    onEnd,
  });
}

/** Changes of the files are heard of; this is for what was not. */
const FILES_INTERVAL_MS = 30_000;

function hostOf(environment: NodeJS.ProcessEnv): HostIdentity {
  return hostIdentity(environment, hostname());
}
