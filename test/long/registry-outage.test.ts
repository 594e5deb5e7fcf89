import { test } from 'node:test';
import { deploySkipReason } from '../agent/deploy-rig.ts';
import { runOutage } from '../agent/loop/registry-outage.ts';
import { registrySkipReason } from '../support/registry.ts';

test(
  'a registry that is down for ten minutes holds a commit back, and nothing else',
  {
    skip: deploySkipReason() || registrySkipReason(),
  },
  (context) => runOutage(600_000, (line) => context.diagnostic(line)),
);
