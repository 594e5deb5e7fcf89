// When a container that was just started can take over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeReady } from '../../src/apply/wait-ready.ts';
import type { ContainerStatus, ContainerView } from '../../src/engine/containers/container-view.ts';
import type { HealthStatus } from '../../src/engine/containers/health.ts';
import type { ContainerRecord } from '../../src/store/containers.ts';
import { specOf } from '../engine/containers/container-rig.ts';

const NOW = 100_000;

type Given = {
  readonly status?: ContainerStatus;
  readonly health?: HealthStatus;
  readonly ranMs?: number;
  readonly restarts?: number;
  readonly exitCode?: number;
};

function view({ status = 'running', health = 'none', ranMs = 0, restarts = 0, exitCode }: Given): ContainerView {
  const record: ContainerRecord = {
    id: 'id',
    name: 'web#next',
    spec: specOf({}),
    state: 'running',
    createdAt: 0,
    run: 1,
    process: null,
    bootId: null,
    startedAt: NOW - ranMs,
    finishedAt: null,
    exitCode: exitCode ?? null,
    oomKilled: false,
    error: null,
    restarts,
  };
  return { record, status, health, healthState: null };
}

const ROWS: readonly (readonly [about: string, Given, ReturnType<typeof judgeReady>])[] = [
  ['is healthy', { health: 'healthy' }, { kind: 'ready' }],
  ['is not known to be healthy yet', { health: 'starting', ranMs: 9999 }, { kind: 'wait' }],
  ['is unhealthy', { health: 'unhealthy' }, { kind: 'never', why: 'it is unhealthy' }],
  ['has run for a part of the time', { ranMs: 400 }, { kind: 'wait', ms: 600 }],
  ['has run for the time', { ranMs: 1000 }, { kind: 'ready' }],
  ['has ended', { status: 'exited', exitCode: 3 }, { kind: 'never', why: 'it exited with code 3' }],
  ['is about to be restarted', { status: 'restarting', exitCode: 1 }, { kind: 'never', why: 'it exited with code 1' }],
  ['was restarted', { ranMs: 5000, restarts: 1, exitCode: 2 }, { kind: 'never', why: 'it exited with code 2' }],
];

for (const [about, given, expected] of ROWS) {
  test(`one that ${about}: ${expected.kind}`, () => assert.deepEqual(judgeReady(view(given), 1000, NOW), expected));
}
