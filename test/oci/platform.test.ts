import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ImageError } from '../../src/core/errors.ts';
import {
  formatFullPlatform,
  formatPlatform,
  makePlatform,
  type Platform,
  parsePlatform,
} from '../../src/oci/platform.ts';
import { choosePlatform, isSamePlatform, platformRank } from '../../src/oci/platform-choice.ts';
import { type Case, testCases } from './case-file.ts';

function fromCase(value: unknown): Platform {
  const fields = Object(value);
  return makePlatform(fields.os, fields.architecture, {
    variant: fields.variant ?? '',
    osVersion: fields['os.version'] ?? '',
    osFeatures: fields['os.features'] ?? [],
  });
}

function checkParse(item: Case): void {
  const input = String(item.input);
  const host = parsePlatform(String(item.host ?? 'linux/amd64'));
  if (item.error) {
    assert.throws(() => parsePlatform(input, host), ImageError);
    return;
  }
  const platform = parsePlatform(input, host);
  assert.deepEqual(platform, fromCase(item.expected));
  assert.equal(item.format === 'FormatAll' ? formatFullPlatform(platform) : formatPlatform(platform), item.formatted);
  const others = Array.isArray(item.matches) ? item.matches : [];
  for (const other of others) assert.ok(isSamePlatform(platform, fromCase(other)), JSON.stringify(other));
}

testCases('build/platform.json', (item) => {
  switch (item.op) {
    case 'parse':
      return checkParse(item);
    case 'formatAll':
      return assert.equal(formatFullPlatform(fromCase(item.platform)), item.expected);
    case 'only':
    case 'onlyStrict': {
      const wanted = parsePlatform(String(item.platform));
      const candidate = parsePlatform(String(item.candidate));
      const matches =
        item.op === 'only' ? platformRank(wanted, candidate) !== undefined : isSamePlatform(wanted, candidate);
      return assert.equal(matches, item.match);
    }
    default:
      assert.fail(`unknown op ${item.op}`);
  }
});

test('the best platform wins over an earlier one that merely works', () => {
  const candidates = ['linux/386', 'linux/amd64', 'linux/amd64/v2'].map((text) => parsePlatform(text));
  assert.equal(
    choosePlatform(parsePlatform('linux/amd64'), candidates, (item) => item),
    candidates[1],
  );
  assert.equal(
    choosePlatform(parsePlatform('linux/amd64/v3'), candidates, (item) => item),
    candidates[2],
  );
  assert.equal(
    choosePlatform(parsePlatform('linux/s390x'), candidates, (item) => item),
    undefined,
  );
});
