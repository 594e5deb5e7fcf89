import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HealthConfig, HealthStatus } from '../../../src/engine/containers/health.ts';
import { HealthMonitor } from '../../../src/engine/containers/health-monitor.ts';
import { waitFor } from '../../support/wait-for.ts';

const CONFIG: HealthConfig = {
  test: ['true'],
  intervalMs: 1,
  timeoutMs: 1000,
  retries: 2,
  startPeriodMs: 0,
  startIntervalMs: 1,
};

test('a daemon that takes over a run goes on with the health that was known', async () => {
  const { monitor, told } = watch('healthy', [0, 0, 1, 1]);
  assert.equal(monitor.state.status, 'healthy');
  await waitFor('the end of its health', () => told.length > 0);
  monitor.stop();
  assert.deepEqual(told, ['unhealthy']);
});

test('of a run that nobody has looked at, the first good check is told', async () => {
  const { monitor, told } = watch(undefined, [0]);
  assert.equal(monitor.state.status, 'starting');
  await waitFor('its health', () => told.length > 0);
  monitor.stop();
  assert.deepEqual(told, ['healthy']);
});

/** Of checks that end with these codes, the last one over and over. */
function watch(lastStatus: HealthStatus | undefined, exitCodes: readonly number[]) {
  const told: HealthStatus[] = [];
  let count = 0;
  const monitor = new HealthMonitor({
    config: CONFIG,
    startedAt: Date.now(),
    ...(lastStatus === undefined ? {} : { lastStatus }),
    probe: async () => ({ exitCode: exitCodes[Math.min(count++, exitCodes.length - 1)] ?? 0, output: '' }),
    onChange: (status) => told.push(status),
  });
  return { monitor, told };
}
