import { test } from 'node:test';
import { registrySkipReason } from '../../support/registry.ts';
import { deploySkipReason } from '../deploy-rig.ts';
import { runOutage } from './registry-outage.ts';

// For ten minutes it is on the virtual clock in failures.test.ts, and for once in real time in test/long.
test(
  'a registry that is down for a while holds a commit back, and nothing else',
  {
    skip: deploySkipReason() || registrySkipReason(),
    timeout: 180_000,
  },
  (context) => runOutage(10_000, (line) => context.diagnostic(line)),
);
