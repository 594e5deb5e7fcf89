import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabelLimit, OTHER } from '../../src/metrics/label-limit.ts';
import { createMetrics, MOST_DEPLOYMENTS, MOST_REASONS } from '../../src/metrics/metrics.ts';
import { parseMetricsAddress } from '../../src/metrics/metrics-address.ts';
import type { DeploymentFacts, MetricsSources } from '../../src/metrics/metrics-sources.ts';

const NOTHING: MetricsSources = {
  version: '1.2.3',
  deployments: () => [],
  containers: () => [],
  images: () => 3,
  buildSteps: () => 4,
  audit: () => ({ total: 5, waiting: 6, lost: 7 }),
};

/** Series by name and labels. */
function seriesIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

test('states are those of the moment at which they are asked for', async () => {
  let deployments: readonly DeploymentFacts[] = [{ name: 'shop', state: 'ready', appliedAt: 1_700_000_000_000 }];
  const containers = () => [
    { state: 'running', health: 'healthy' },
    { state: 'running', health: 'healthy' },
    { state: 'exited', health: 'none' },
  ];
  const { text } = createMetrics({ ...NOTHING, deployments: () => deployments, containers });
  const before = seriesIn(await text());
  assert.equal(before.get('dockr_deployment_state{deployment="shop",state="ready"}'), 1);
  assert.equal(before.get('dockr_deployment_last_applied_timestamp_seconds{deployment="shop"}'), 1_700_000_000);
  assert.equal(before.get('dockr_containers{state="running",health="healthy"}'), 2);
  assert.equal(before.get('dockr_containers{state="exited",health="none"}'), 1);
  deployments = [{ name: 'shop', state: 'failing', appliedAt: null }];
  const after = seriesIn(await text());
  assert.equal(after.get('dockr_deployment_state{deployment="shop",state="ready"}'), undefined);
  assert.equal(after.get('dockr_deployment_state{deployment="shop",state="failing"}'), 1);
});

test('what happens is counted', async () => {
  const { counters, text } = createMetrics(NOTHING);
  counters.round({ deployment: 'shop', result: 'applied', reason: null, ms: 250 });
  counters.round({ deployment: 'shop', result: 'refused', reason: 'policy-denied', ms: 10 });
  counters.repair('drift-repaired');
  for (const action of ['started', 'restarting', 'restarting'] as const) counters.container(action);
  counters.pull('failed');
  for (const result of ['accepted', 'refused', 'refused'] as const) counters.delivery({ receiver: 'github', result });
  const series = seriesIn(await text());
  const expected = {
    'dockr_deployment_rounds_total{deployment="shop",result="applied"}': 1,
    'dockr_deployment_rounds_total{deployment="shop",result="refused"}': 1,
    'dockr_deployment_failures_total{reason="policy-denied"}': 1,
    'dockr_deployment_round_duration_seconds_bucket{le="0.05"}': 1,
    dockr_deployment_round_duration_seconds_count: 2,
    'dockr_repairs_total{kind="drift-repaired"}': 1,
    'dockr_container_events_total{action="restarting"}': 2,
    dockr_container_restarts_total: 2,
    'dockr_image_pulls_total{result="failed"}': 1,
    'dockr_webhook_deliveries_total{receiver="github",result="accepted"}': 1,
    'dockr_webhook_deliveries_total{receiver="github",result="refused"}': 2,
    dockr_images: 3,
    dockr_build_cache_steps: 4,
    dockr_audit_waiting_records: 6,
    'dockr_build_info{version="1.2.3"}': 1,
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(series.get(name), value, name);
});

test('names are as Prometheus has them: base units, and "_total" for what only grows', async () => {
  const text = await createMetrics(NOTHING).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => ({ name, type }));
  assert.ok(types.length > 12);
  for (const { name, type } of types) {
    assert.match(name, /^(?:dockr|process)_[a-z_]+$/);
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.match(text, new RegExp(`^# HELP ${name} \\S`, 'm'));
    assert.doesNotMatch(name, /milli|_ms|kilo|mega/);
  }
});

test('a deployment that is gone has no series any more', async () => {
  const { counters, text } = createMetrics(NOTHING);
  counters.round({ deployment: 'shop', result: 'failed', reason: 'git-failed', ms: 1 });
  counters.forget('shop');
  assert.doesNotMatch(await text(), /"shop"/);
});

test('however many deployments and codes there are, there are only so many series', async () => {
  const many = Array.from({ length: 5000 }, (_, number) => `d${number}`);
  const deployments = () => many.map((name) => ({ name, state: 'ready', appliedAt: 1 }));
  const { counters, text } = createMetrics({ ...NOTHING, deployments });
  for (const name of many) counters.round({ deployment: name, result: 'failed', reason: `code-${name}`, ms: 1 });
  const series = seriesIn(await text());
  const count = (name: string): number => [...series.keys()].filter((key) => key.startsWith(`${name}{`)).length;
  assert.equal(count('dockr_deployment_rounds_total'), MOST_DEPLOYMENTS + 1);
  assert.equal(count('dockr_deployment_state'), MOST_DEPLOYMENTS + 1);
  assert.equal(count('dockr_deployment_failures_total'), MOST_REASONS + 1);
  assert.equal(series.get(`dockr_deployment_state{deployment="${OTHER}",state="ready"}`), 5000 - MOST_DEPLOYMENTS);
});

test('room that one makes is for another', () => {
  const limit = new LabelLimit(1);
  assert.deepEqual([limit.admit('a'), limit.admit('b')], ['a', OTHER]);
  limit.forget('a');
  assert.deepEqual([limit.admit('b'), limit.admit('a')], ['b', OTHER]);
});

test('counting costs a few microseconds', () => {
  const { counters } = createMetrics(NOTHING);
  const began = performance.now();
  for (let round = 0; round < 10_000; round++) counters.container('started');
  const microseconds = ((performance.now() - began) / 10_000) * 1000;
  assert.ok(microseconds < 50, `${microseconds} µs`);
});

test('an address is a port of the loopback address, or an address of this machine with a port', () => {
  const cases = {
    '9323': '127.0.0.1:9323 loopback',
    '127.0.0.2:80': '127.0.0.2:80 loopback',
    '[::1]:9323': '::1:9323 loopback',
    '0.0.0.0:9323': '0.0.0.0:9323',
    '[::]:9323': ':::9323',
    '10.0.0.1:1': '10.0.0.1:1',
  };
  for (const [text, expected] of Object.entries(cases)) {
    const { host, port, isLoopback } = parseMetricsAddress(text) ?? { host: '', port: 0, isLoopback: false };
    assert.equal(`${host}:${port}${isLoopback ? ' loopback' : ''}`, expected);
  }
  for (const text of ['', '0', '65536', 'localhost:1', '127.0.0.1', '1.2.3:4', ':9323', '::1:9323', '9323 ', '-1', 'a'])
    assert.equal(parseMetricsAddress(text), undefined, text);
});
