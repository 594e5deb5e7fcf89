// The metrics, by the conventions of Prometheus: base units, `_total` for what only grows, labels with few values. Counters cost an
// addition; whatever is a state is read when it is asked for, and nothing runs in between.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LabelLimit } from './label-limit.ts';
import type { MetricsCounters, MetricsSources, RoundFacts } from './metrics-sources.ts';
import { addProcessMetrics } from './process-metrics.ts';

export type Metrics = { readonly counters: MetricsCounters; readonly text: () => Promise<string> };

/** Of one label; every further value is counted as `_other`. */
export const MOST_DEPLOYMENTS = 200;
export const MOST_REASONS = 100;

const ROUND_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];
const CODE = /^[A-Za-z][A-Za-z0-9-]{0,62}$/;
const RESULTS = ['applied', 'unchanged', 'failed', 'refused'] as const;

export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const deployments = new LabelLimit(MOST_DEPLOYMENTS);
  addProcessMetrics(registry, sources.version);
  addStates(registry, sources, deployments);
  return { counters: createCounters(registry, deployments), text: () => registry.metrics() };
}

function createCounters(registry: Registry, deployments: LabelLimit): MetricsCounters {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const rounds = counter('dockr_deployment_rounds_total', 'Looks at a repository, by how they ended', [
    'deployment',
    'result',
  ]);
  const failures = counter('dockr_deployment_failures_total', 'Rounds that failed, by the code of the error', [
    'reason',
  ]);
  const repairs = counter('dockr_repairs_total', 'What was put right without being asked for', ['kind']);
  const events = counter('dockr_container_events_total', 'What happened to containers', ['action']);
  const restarts = counter('dockr_container_restarts_total', 'Containers restarted by their policies', []);
  const pulls = counter('dockr_image_pulls_total', 'Images pulled, by how that ended', ['result']);
  const deliveries = counter(
    'dockr_webhook_deliveries_total',
    'Requests to the listener for webhooks, by the kind of their hook and what became of them',
    ['receiver', 'result'],
  );
  const duration = new Histogram({
    name: 'dockr_deployment_round_duration_seconds',
    help: 'How long rounds of deployments took',
    buckets: ROUND_SECONDS,
    registers,
  });
  const reasons = new LabelLimit(MOST_REASONS);
  const countRound = ({ deployment, result, reason, ms }: RoundFacts): void => {
    rounds.inc({ deployment: deployments.admit(deployment), result });
    duration.observe(ms / 1000);
    if (reason !== null) failures.inc({ reason: reasons.admit(CODE.test(reason) ? reason : 'other') });
  };
  return {
    round: countRound,
    repair: (kind) => repairs.inc({ kind }),
    container: (action) => {
      events.inc({ action });
      if (action === 'restarting') restarts.inc();
    },
    pull: (result) => pulls.inc({ result }),
    delivery: ({ receiver, result }) => deliveries.inc({ receiver, result }),
    forget: (deployment) => {
      deployments.forget(deployment);
      for (const result of RESULTS) rounds.remove({ deployment, result });
    },
  };
}

function addStates(registry: Registry, sources: MetricsSources, deployments: LabelLimit): void {
  const registers = [registry];
  new Gauge({
    name: 'dockr_deployment_last_applied_timestamp_seconds',
    help: 'When the machine was last made equal to a commit',
    labelNames: ['deployment'],
    registers,
    collect() {
      this.reset();
      for (const { name, appliedAt } of sources.deployments())
        if (appliedAt !== null) this.set({ deployment: deployments.admit(name) }, appliedAt / 1000);
    },
  });
  new Gauge({
    name: 'dockr_deployment_state',
    help: 'The state that a deployment is in has the value 1',
    labelNames: ['deployment', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { name, state } of sources.deployments()) this.inc({ deployment: deployments.admit(name), state });
    },
  });
  new Gauge({
    name: 'dockr_containers',
    help: 'Containers, by what they do and what their health checks say',
    labelNames: ['state', 'health'],
    registers,
    collect() {
      this.reset();
      for (const { state, health } of sources.containers()) this.inc({ state, health });
    },
  });
  addValue(registry, 'dockr_images', 'Images that are here', sources.images);
  addValue(registry, 'dockr_build_cache_steps', 'Steps of builds that are kept', sources.buildSteps);
  addValue(
    registry,
    'dockr_audit_waiting_records',
    'Records that cannot be written yet',
    () => sources.audit().waiting,
  );
  addValue(registry, 'dockr_audit_lost_records', 'Changes that could not be recorded', () => sources.audit().lost);
}

function addValue(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
