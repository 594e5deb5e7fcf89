// Metrics of this daemon, where `DOCKR_METRICS` says an address for them. Without one nothing is loaded, counted or opened.
import type { Server } from 'node:http';
import type { Agent } from '../agent/agent.ts';
import { type RoundReport, roundResult } from '../agent/round-report.ts';
import type { WebhookServerParts } from '../agent/webhooks/webhook-server.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { VERSION } from '../core/version.ts';
import type { Engine } from '../engine/engine.ts';
import type { MetricsAddress } from '../metrics/metrics-address.ts';
import { parseMetricsAddress } from '../metrics/metrics-address.ts';
import type { MetricsCounters, MetricsSources, RoundFacts } from '../metrics/metrics-sources.ts';
import { countBuildSteps } from '../store/build-cache.ts';
import { REPAIRS } from './audit/note-repairs.ts';
import { stateOf } from './handlers/deploy-handlers.ts';

export type MetricsContext = {
  readonly engine: Engine;
  readonly agent: Agent;
  readonly log: AuditLog;
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (code: string, message: string) => void;
};

export type OpenMetrics = {
  readonly onRound: (report: RoundReport) => void;
  readonly onWarning: (code: string) => void;
  readonly onDelivery: NonNullable<WebhookServerParts['onOutcome']>;
  readonly close: () => void;
};

const NONE: OpenMetrics = { onRound: () => {}, onWarning: () => {}, onDelivery: () => {}, close: () => {} };
const KINDS: ReadonlySet<string> = new Set(REPAIRS);

/** That they cannot be served is told, and no reason not to run. */
export async function openMetrics(context: MetricsContext): Promise<OpenMetrics> {
  const { environment, warn } = context;
  const text = environment['DOCKR_METRICS'];
  if (!text) return NONE;
  const address = parseMetricsAddress(text);
  if (!address) {
    warn('metrics-not-served', `DOCKR_METRICS is "${text}", expected a port, or an address and a port`);
    return NONE;
  }
  if (!address.isLoopback) warn('metrics-exposed', `metrics are served on ${text}, to whoever reaches that address`);
  try {
    return await start(address, context);
  } catch (error) {
    warn(
      'metrics-not-served',
      `metrics cannot be served on ${text}: ${error instanceof Error ? error.message : error}`,
    );
    return NONE;
  }
}

async function start(address: MetricsAddress, context: MetricsContext): Promise<OpenMetrics> {
  const [{ createMetrics }, { serveMetrics }] = await Promise.all([
    import('../metrics/metrics.ts'),
    import('../metrics/serve-metrics.ts'),
  ]);
  const { counters, text } = createMetrics(sourcesOf(context));
  const server = await serveMetrics(address, text);
  return counting(counters, server, context);
}

function counting(counters: MetricsCounters, server: Server, { engine, agent }: MetricsContext): OpenMetrics {
  const stops = [
    engine.containerEvents.listen(({ action }) => counters.container(action)),
    engine.pulls.listen((result) => counters.pull(result)),
    agent.changes.listen((name) => {
      if (!agent.has(name)) counters.forget(name);
    }),
  ];
  return {
    onRound: (report) => counters.round(roundFacts(report)),
    onWarning: (code) => {
      if (KINDS.has(code)) counters.repair(code);
    },
    onDelivery: (result, from) => counters.delivery({ receiver: from ?? 'none', result }),
    close: () => {
      for (const stop of stops) stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

function sourcesOf({ engine, agent, log }: MetricsContext): MetricsSources {
  return {
    version: VERSION,
    deployments: () =>
      agent.list().map((view) => ({
        name: view.record.name,
        state: stateOf(view),
        appliedAt: view.record.applied?.at ?? null,
      })),
    containers: () => engine.containers.list().map(({ status, health }) => ({ state: status, health })),
    images: () => engine.images.list().length,
    buildSteps: () => countBuildSteps(engine.database),
    audit: () => log.counts,
  };
}

function roundFacts(report: RoundReport): RoundFacts {
  const { deployment, outcome, ms } = report;
  return { deployment: deployment.name, ms, result: roundResult(report), reason: outcome.error?.code ?? null };
}
