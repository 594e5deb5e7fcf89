// SECURITY.md row 23, as far as the audit log goes: what others wrote is shown, and must not steer the terminal nor forge a line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditRecord } from '../../../src/audit/audit-record.ts';
import { outcomeOf } from '../../../src/daemon/audit/change-outcome.ts';
import { withoutCredentials } from '../../../src/daemon/audit/without-credentials.ts';
import { formatAudit, formatVerdict } from '../../../src/ui/audit-table.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

function record(facts: Partial<Extract<AuditRecord, { event: 'noted' }>>): AuditRecord {
  return {
    event: 'noted',
    seq: 1,
    at: '2026-01-01T00:00:00.000Z',
    prev: '',
    action: 'deploy-round',
    actor: { kind: 'daemon' },
    target: {},
    outcome: { result: 'done' },
    ...facts,
  };
}

test('attack: a signer whose name clears the screen and writes lines of its own', () => {
  const signer = 'ann\x1b[2J\x1b]0;owned\x07\r\n2  2026-01-01  daemon  up  done\n';
  const actor = { kind: 'deployment', deployment: 'shop', commit: 'c', signer } as const;
  const shown = formatAudit([record({ actor })]);
  assert.doesNotMatch(shown, CONTROL);
  assert.equal(shown.split('\n').length, 3, 'the head, one line, the end');
});

test('attack: names of services, images and codes with escape sequences', () => {
  const target = { image: '\x9b31mred', services: ['\x1b[1Aup', 'a\tb', 'c\nd'] };
  const shown = formatAudit([record({ target, outcome: { result: 'failed', reason: '\x1b[8mhidden' } })]);
  assert.doesNotMatch(shown, CONTROL);
  assert.equal(shown.split('\n').length, 3);
});

test('attack: what a verdict says of a line does not show the line', () => {
  const message = 'x\x1b[2Jx\nx';
  const findings = [{ kind: 'changed', file: 'audit-000000000001.jsonl', line: 3, message }] as const;
  const shown = formatVerdict({ records: 1, first: 1, last: null, findings });
  assert.doesNotMatch(shown, CONTROL);
  assert.equal(shown.split('\n').length, 3);
});

test('attack: a password in an address, in every place where there may be one', () => {
  const cases = {
    'https://user:secret@git.example.org/x.git': 'https://git.example.org/x.git',
    'https://secret@git.example.org/x.git?token=secret#secret': 'https://git.example.org/x.git',
    'ssh://user:se:cret@git.example.org:22/x': 'ssh://git.example.org:22/x',
    'https://a@secret@git.example.org/x': 'https://git.example.org/x',
    'git@git.example.org:shop.git': 'git@git.example.org:shop.git',
    '//user:secret@host/x': '//host/x',
  };
  for (const [url, expected] of Object.entries(cases)) assert.equal(withoutCredentials(url), expected);
});

test('attack: an error whose words are a secret is recorded by its code', () => {
  const error = { error: { kind: 'agent', code: 'git-failed', message: 'password hunter2 refused' }, at: 1 };
  assert.deepEqual(outcomeOf({ error }), { result: 'failed', reason: 'git-failed' });
});
