// Every route and what answers it.
import type { Agent } from '../../agent/agent.ts';
import type { FileFollower } from '../../agent/declaration/files/file-follower.ts';
import type { PreviewKeeper } from '../../agent/previews/preview-keeper.ts';
import { API_VERSION, type VersionInfo } from '../../api/messages.ts';
import type { Emitter } from '../../core/emitter.ts';
import { VERSION } from '../../core/version.ts';
import type { Engine } from '../../engine/engine.ts';
import { auditCalls } from '../audit/audit-calls.ts';
import { auditFindings } from '../audit/audit-findings.ts';
import { auditHandlers } from '../audit/audit-handlers.ts';
import type { OpenAudit } from '../audit/open-audit.ts';
import type { Notice } from '../notice.ts';
import type { RepairGate } from '../repair-gate.ts';
import type { SentTrees } from '../sent-trees.ts';
import type { Handlers } from '../server.ts';
import type { StackTurns } from '../stack-turns.ts';
import { containerSummaries, imageSummaries, networkSummaries, stackSummaries, volumeSummaries } from '../summaries.ts';
import { events, logs, wait } from './container-handlers.ts';
import { deployCalls, deployStreams } from './deploy-handlers.ts';
import { diagnose } from './doctor.ts';
import { drift } from './drift-handlers.ts';
import { history, revision } from './history-handlers.ts';
import { engineInfo } from './info.ts';
import { inspect } from './inspect.ts';
import { inspectNetwork } from './network-handlers.ts';
import { listNodes } from './node-handlers.ts';
import { previewCalls, previewStreams } from './preview-handlers.ts';
import { exec, run } from './process-handlers.ts';
import { plan } from './stack-handlers.ts';
import { lasting, stackStreams } from './stack-streams.ts';
import { compareSync, sync } from './sync-handlers.ts';
import { buildNeeds, offerTree, sendTree } from './tree-handlers.ts';
import { processSummaries, usageSummaries } from './usage-handlers.ts';

export type HandlerContext = {
  readonly engine: Engine;
  readonly agent: Agent;
  readonly declarations: FileFollower;
  readonly previews: PreviewKeeper;
  readonly audit: OpenAudit;
  readonly turns: StackTurns;
  readonly gate: RepairGate;
  readonly trees: SentTrees;
  readonly notices: Emitter<Notice>;
  readonly shutdown: () => void;
};

const startedAt = Date.now();

export function createHandlers(context: HandlerContext): Handlers {
  const { engine, agent, audit, notices, trees } = context;
  const version = (): VersionInfo => ({
    version: VERSION,
    apiVersion: API_VERSION,
    node: process.version,
    pid: process.pid,
    startedAt,
  });
  const handlers: Handlers = {
    calls: {
      version: async () => version(),
      info: async () => ({ ...version(), ...(await engineInfo(engine)) }),
      doctor: async () => ({ findings: [...(await diagnose(engine)), ...auditFindings(audit.log)] }),
      plan: (request) => plan(request, context),
      drift: (request) => drift(request, engine),
      history: async (request) => history(request, engine),
      revision: async (request) => revision(request, engine),
      stacks: async () => stackSummaries(engine),
      ps: async ({ stack, all }) => {
        const containers = containerSummaries(engine, stack ?? undefined);
        return all
          ? containers
          : containers.filter((container) => ['running', 'restarting'].includes(container.status));
      },
      usage: async (request) => usageSummaries(request, engine),
      processes: (request) => processSummaries(request, engine),
      sync: (request) => sync(request, engine),
      'compare-sync': (request) => compareSync(request, engine),
      inspect: (request) => inspect(request, engine),
      'offer-tree': (request) => offerTree(request, trees),
      'send-tree': (request) => sendTree(request, trees),
      'build-needs': (request) => buildNeeds(request, engine, trees),
      images: async () => imageSummaries(engine),
      'remove-image': async ({ reference }) => ({ removed: await lasting(engine, engine.removeImage(reference)) }),
      volumes: async ({ stack }) => volumeSummaries(engine, stack),
      'remove-volume': async ({ name }) => {
        await lasting(engine, engine.removeVolume(name));
        return {};
      },
      networks: async ({ stack }) => networkSummaries(engine, stack, engine.networks.overlay?.networks()),
      'inspect-network': async ({ name }) => inspectNetwork(engine, name),
      nodes: async () => listNodes(engine),
      'remove-network': async ({ name }) => {
        await lasting(engine, engine.networks.removeNetwork(name));
        return {};
      },
      ...deployCalls(context),
      ...previewCalls(context),
      ...auditCalls(audit),
      shutdown: async () => ({}),
    },
    streams: {
      ...stackStreams(context),
      pull: async ({ reference }, stream) => {
        const before = engine.images.find(reference)?.id;
        const { imageId } = await lasting(
          engine,
          engine.pull(reference, {
            signal: stream.signal,
            onProgress: (progress) => stream.emit({ type: 'progress', id: 'pull', ...progress }),
          }),
        );
        return { imageId, changed: imageId !== before };
      },
      logs: (request, stream) => logs(request, engine, stream),
      events: (request, stream) => events(request, { engine, agent, notices }, stream),
      wait: (request) => wait(request, engine),
      ...deployStreams(context),
      ...previewStreams(context),
    },
    duplexes: {
      exec: (request, connection) => exec(request, engine, connection),
      run: (request, connection) => run(request, engine, connection),
    },
  };
  const { calls, ...audited } = auditHandlers(handlers, audit.log);
  // Not before it is recorded: writing that down may take longer than the end of the daemon, and the caller is to hear of it.
  const shutdown: Handlers['calls']['shutdown'] = async (request, caller) => {
    const answer = await calls.shutdown(request, caller);
    context.shutdown();
    return answer;
  };
  return { ...audited, calls: { ...calls, shutdown } };
}
