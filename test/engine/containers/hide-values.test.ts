// What of a container's output may be told.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContainerSpec } from '../../../src/core/specs.ts';
import { withoutOwnSecrets } from '../../../src/engine/containers/hide-values.ts';

const VALUES: Readonly<Record<string, string>> = {
  whole: 'hunter2-hunter2\n',
  json: '{"user":"ada","token":"s3cr3t-token"}',
  lines: 'first-line-of-it\nPIN=998877\nname: "quoted value"\n',
  short: '1',
};

function shown(text: string, ...digests: readonly string[]): string {
  const files = digests.map((value) => ({ source: { value } }));
  const spec = { files, secretEnvironment: { PIN: 'whole' } } as unknown as ContainerSpec;
  return withoutOwnSecrets(text, spec, (digest) => {
    const value = VALUES[digest];
    return value === undefined ? undefined : Buffer.from(value);
  });
}

describe('what a container prints', () => {
  test('has its secrets taken out, those of files and of variables', () => {
    assert.equal(shown('a hunter2-hunter2 b hunter2-hunter2'), 'a ‹secret› b ‹secret›');
  });

  test('has a part of a file taken out: a line, a value of it', () => {
    assert.equal(shown('token is s3cr3t-token', 'json'), 'token is ‹secret›');
    assert.equal(shown('first-line-of-it, 998877, quoted value', 'lines'), '‹secret›, ‹secret›, ‹secret›');
  });

  test('is left alone otherwise', () => {
    assert.equal(shown('token of user 1: no', 'json', 'short', 'gone'), 'token of user 1: no');
  });
});
