import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../src/core/emitter.ts';
import { DriftReporter } from '../../src/daemon/drift-reporter.ts';
import type { Notice } from '../../src/daemon/notice.ts';
import type { DriftFinding } from '../../src/reconcile/drift.ts';

const FINDING: DriftFinding = {
  stack: 'shop',
  resource: 'container shop-web-1',
  service: 'web',
  field: 'limits.pids',
  expected: 50,
  actual: null,
  class: 'limit',
  repair: 'automatic',
};

test('a difference is told once, in the log and as an event, and again when it came back', () => {
  const notices = new Emitter<Notice>();
  const heard: Notice[] = [];
  const logged: string[] = [];
  notices.listen((notice) => heard.push(notice));
  const reporter = new DriftReporter({ notices, warn: (code, message) => logged.push(`${code} ${message}`) });
  for (const findings of [[FINDING], [FINDING], [], [FINDING, { ...FINDING, field: 'limits.cpus' }]])
    reporter.tell('shop', findings);
  const line = (field: string) => `stack "shop": container shop-web-1: ${field} is null, applied was 50`;
  const expected = [line('limits.pids'), line('limits.pids'), line('limits.cpus')];
  assert.deepEqual(
    logged,
    expected.map((message) => `drift ${message}`),
  );
  assert.deepEqual(
    heard,
    expected.map((message) => ({ stack: 'shop', code: 'drift', message })),
  );
});
