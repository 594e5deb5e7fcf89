import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { findCodes } from './find-codes.ts';

const repository = resolve(import.meta.dirname, '../..');
const REFERENCE = join(repository, 'docs/errors.md');

/** Codes that are put together of parts: the expression, and all that it can be. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is what the sources have
  'agent/trust/cosign.ts: nearest.code': [
    'image-signatures-too-large',
    'image-signer-unknown',
    'image-signature-mismatch',
  ],
  'engine/images/registry/registry-client.ts: options.tooLarge': ['bad-manifest', 'registry-answer-too-large'],
  'engine/build/stage/run-step.ts: `${type}-not-given`': ['secret-not-given', 'ssh-not-given'],
  'reconcile/desire-container.ts: `unknown-${kind}`': ['unknown-secret', 'unknown-config'],
  'reconcile/order-claims.ts: `${claim.kind}-taken`': ['name-taken', 'address-taken', 'port-taken'],
  'reconcile/order-claims.ts: `${collision.claim.kind}-taken`': ['name-taken', 'address-taken', 'port-taken'],
  'stack/to-grants.ts: `undefined-${one}`': ['undefined-secret', 'undefined-config'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what the sources have
};

/** Places that hand on a code which was found where it came from, or that of a system call. */
const HANDED_ON: ReadonlySet<string> = new Set([
  'agent/declaration/to-images.ts: error.code',
  'agent/loop/try-images.ts: error.code',
  'agent/declaration/files/file-follower.ts: error.code',
  'apply/run-plan.ts: wire.code',
  'client/run-ssh.ts: own.code',
  'core/errors.ts: error.code',
  'core/errors.ts: errors[0].code',
  'core/errors.ts: wire.code',
  'engine/images/image-puller.ts: error.code',
  "engine/images/registry/registry-session.ts: printable(error.optionalString('code'))",
  'engine/images/resolve-manifest.ts: cause.code',
  'oci/json-object.ts: this.#code',
  'os/libc.ts: name',
  'os/netlink-socket.ts: name',
  'overlay/host/problems.ts: problem.code',
  'stack/check-schema.ts: finding.code',
  'stack/interpolate.ts: error.code',
  'stack/load-merged-tree.ts: error.code',
  'stack/parse-env-file.ts: error.code',
  'stack/read-document.ts: error.code',
  'stack/to-environment.ts: source.code',
  'stack/to-labels.ts: source.code',
]);

const found = findCodes(join(repository, 'src'));

test('every code of the sources can be told', () => {
  const unclear = found.unclear.filter((place) => !HANDED_ON.has(place) && !(place in COMPOSED));
  assert.deepEqual(unclear, []);
  const known = [...HANDED_ON, ...Object.keys(COMPOSED)];
  assert.deepEqual(
    known.filter((place) => !found.unclear.includes(place)),
    [],
    'no longer in the sources',
  );
});

test('docs/errors.md has every code that dockr can give, and no other', () => {
  const inSources = new Set([...found.codes, ...Object.values(COMPOSED).flat()].filter((code) => !isSystemCall(code)));
  const documented = documentedCodes();
  const onlyIn = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...some].filter((code) => !others.has(code)).sort();
  assert.deepEqual(onlyIn(inSources, documented), [], 'not in docs/errors.md');
  assert.deepEqual(onlyIn(documented, inSources), [], 'in docs/errors.md, and nowhere else');
});

test('docs/errors.md has each code once, in order, with what happened and what to do', () => {
  for (const section of readFileSync(REFERENCE, 'utf8').split('\n## ').slice(1)) {
    const codes = rowsOf(section).map(({ code }) => code);
    assert.deepEqual(codes, codes.toSorted());
  }
  const rows = rowsOf(readFileSync(REFERENCE, 'utf8'));
  assert.equal(rows.length, documentedCodes().size);
  for (const { code, happened, remedy } of rows) assert.ok(happened && remedy, code);
});

test('codes are words of lower-case letters', () => {
  for (const code of found.codes) assert.match(code, /^(?:[a-z]+[0-9]?(?:-[a-z]+)*|E[A-Z]+)$/);
});

type Row = { readonly code: string; readonly happened: string; readonly remedy: string };

function documentedCodes(): ReadonlySet<string> {
  return new Set(rowsOf(readFileSync(REFERENCE, 'utf8')).map(({ code }) => code));
}

function rowsOf(text: string): readonly Row[] {
  const rows = text.matchAll(/^\| `([^`]+)` +\| (.+?) +\| (.+?) +\|$/gm);
  return [...rows].map(([, code = '', happened = '', remedy = '']) => ({ code, happened, remedy }));
}

/** `EPERM` and its kin are told as one. */
function isSystemCall(code: string): boolean {
  return /^E[A-Z0-9]+$/.test(code);
}
