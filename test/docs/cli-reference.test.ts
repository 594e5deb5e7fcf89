// `DOCKR_UPDATE=1 node --test test/docs/cli-reference.test.ts` writes docs/cli.md anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { commandReference } from '../../src/cli/command-reference.ts';
import { COMMANDS } from '../../src/cli/commands.ts';

const REFERENCE = join(resolve(import.meta.dirname, '../..'), 'docs/cli.md');

test('docs/cli.md is what the declarations of the commands say', async () => {
  const text = await commandReference(COMMANDS);
  if (process.env.DOCKR_UPDATE === '1') writeFileSync(REFERENCE, text);
  assert.equal(readFileSync(REFERENCE, 'utf8'), text);
});
