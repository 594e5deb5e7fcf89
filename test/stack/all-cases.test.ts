// The cases that others wrote for compose-go: each file has a runner here, and what differs is listed beside it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { CASES, skipWithoutCases } from './cases.ts';
import { type CaseFiles, type CaseReport, runCases } from './check-cases.ts';
import { ENV_FILES } from './runners/env-files.ts';
import { FUNCTIONS } from './runners/functions.ts';
import { LOADS } from './runners/loads.ts';
import { NORMALIZING } from './runners/normalizing.ts';
import { SHORT_FORMS } from './runners/short-forms.ts';
import { TRANSFORMS } from './runners/transforms.ts';
import { TREES } from './runners/trees.ts';
import { VARIABLES } from './runners/variables.ts';

const FILES: CaseFiles = {
  ...LOADS,
  ...FUNCTIONS,
  ...NORMALIZING,
  ...TRANSFORMS,
  ...TREES,
  ...SHORT_FORMS,
  ...VARIABLES,
  ...ENV_FILES,
};
const FOLDERS = ['compose-go-cases', 'golden', 'oracle'];
/** What has to be as expected: of all cases, and of those that expect what is right on Linux. */
const LEAST_OF_ALL = 0.99;
const LEAST_OF_RIGHT = 0.995;

const reports: CaseReport[] = [];

for (const [file, caseFile] of Object.entries(FILES)) {
  test(`cases come out as in compose-go, but for the listed ones: ${file}`, {
    skip: skipWithoutCases,
  }, async (context) => {
    const report = await runCases(file, caseFile);
    reports.push(report);
    context.diagnostic(`${file}: ${report.same} of ${report.total} as expected`);
    const counts = Map.groupBy(report.reasons, (reason) => reason);
    for (const [reason, { length }] of [...counts].sort()) context.diagnostic(`  ${length} ${reason}`);
    assert.deepEqual(report.wrong, []);
    assert.deepEqual(report.unused, [], 'listed differences that are none');
  });
}

test('every file of cases is run', { skip: skipWithoutCases }, () => {
  const files = FOLDERS.flatMap((folder) => readdirSync(resolve(CASES, folder)).map((name) => `${folder}/${name}`));
  assert.deepEqual(Object.keys(FILES).sort(), files.sort());
});

test('nearly all cases are as expected', { skip: skipWithoutCases }, (context) => {
  assert.equal(reports.length, Object.keys(FILES).length, 'not every file was run');
  const same = reports.reduce((sum, report) => sum + report.same, 0);
  const total = reports.reduce((sum, report) => sum + report.total, 0);
  const kinds = Map.groupBy(
    reports.flatMap((report) => report.reasons),
    (reason) => reason.slice(0, reason.indexOf(':')),
  );
  const countOf = (kind: string): number => kinds.get(kind)?.length ?? 0;
  const right = total - countOf('defect of the reference') - countOf('outside');
  context.diagnostic(`${same} of ${total} cases as expected (${percent(same / total)})`);
  context.diagnostic(`${same} of the ${right} that expect what is right on Linux (${percent(same / right)})`);
  for (const kind of [...kinds.keys()].sort()) context.diagnostic(`  ${countOf(kind)} differ: ${kind}`);
  assert.ok(same / total >= LEAST_OF_ALL, `${same} of ${total}`);
  assert.ok(same / right >= LEAST_OF_RIGHT, `${same} of ${right}`);
});

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
