// Every route and what answers it.
import type { Agent } from '../../agent/agent.ts';
import { API_VERSION, type VersionInfo } from '../../api/messages.ts';
import type { Emitter } from '../../core/emitter.ts';
import type { KeyedMutex } from '../../core/mutex.ts';
import { VERSION } from '../../core/version.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Notice } from '../notice.ts';
import type { RepairGate } from '../repair-gate.ts';
import type { Handlers } from '../server.ts';
import { containerSummaries, imageSummaries, networkSummaries, stackSummaries, volumeSummaries } from '../summaries.ts';
import { events, logs, wait } from './container-handlers.ts';
import { deployCalls, deployStreams } from './deploy-handlers.ts';
import { diagnose } from './doctor.ts';
import { drift } from './drift-handlers.ts';
import { history, revision } from './history-handlers.ts';
import { engineInfo } from './info.ts';
import { inspect } from './inspect.ts';
import { exec, run } from './process-handlers.ts';
import { plan } from './stack-handlers.ts';
import { lasting, stackStreams } from './stack-streams.ts';
import { sync } from './sync-handlers.ts';

export type HandlerContext = {
  readonly engine: Engine;
  readonly agent: Agent;
  readonly stackLocks: KeyedMutex;
  readonly gate: RepairGate;
  readonly notices: Emitter<Notice>;
  readonly shutdown: () => void;
};

const startedAt = Date.now();

export function createHandlers(context: HandlerContext): Handlers {
  const { engine, agent, notices } = context;
  const version = (): VersionInfo => ({
    version: VERSION,
    apiVersion: API_VERSION,
    node: process.version,
    pid: process.pid,
    startedAt,
  });
  return {
    calls: {
      version: async () => version(),
      info: async () => ({ ...version(), ...(await engineInfo(engine)) }),
      doctor: async () => ({ findings: await diagnose(engine) }),
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
      sync: (request) => sync(request, engine),
      inspect: (request) => inspect(request, engine),
      images: async () => imageSummaries(engine),
      'remove-image': async ({ reference }) => ({ removed: await lasting(engine, engine.removeImage(reference)) }),
      volumes: async ({ stack }) => volumeSummaries(engine, stack),
      'remove-volume': async ({ name }) => {
        await lasting(engine, engine.removeVolume(name));
        return {};
      },
      networks: async ({ stack }) => networkSummaries(engine, stack),
      'remove-network': async ({ name }) => {
        await lasting(engine, engine.networks.removeNetwork(name));
        return {};
      },
      ...deployCalls(agent),
      shutdown: async () => {
        context.shutdown();
        return {};
      },
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
      events: (request, stream) => events(request, { engine, notices }, stream),
      wait: (request) => wait(request, engine),
      ...deployStreams(agent),
    },
    duplexes: {
      exec: (request, connection) => exec(request, engine, connection),
      run: (request, connection) => run(request, engine, connection),
    },
  };
}
