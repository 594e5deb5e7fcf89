// The stack files among the cases that others wrote, as texts with all that they need, for properties that hold of any.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { CASES, readCases, skipWithoutCases } from './cases.ts';
import { diskReader, memoryReader } from './load-case.ts';

export type CaseStack = { readonly id: string; readonly text: string; readonly path: string };

const GOLDEN = ['compose-spec+compose-go', 'compose-spec+conformance-tests', 'docker+compose'];
const LOADED = ['load-attributes', 'load-loader', 'load-override', 'load-consistency', 'load-extends'];

/** One for each text; none where the cases are not there. */
export function caseStacks(): readonly CaseStack[] {
  if (skipWithoutCases) return [];
  const stacks = [...GOLDEN.flatMap(goldenStacks), ...LOADED.flatMap(loadedStacks)];
  return [...new Map(stacks.map((stack) => [stack.text, stack])).values()];
}

/** Options that load `text` in place of the stack's own, which stays in its folder. */
export function optionsFor({ path }: CaseStack, text: string): LoadOptions {
  const memory = memoryReader({ [path]: text });
  return {
    files: [path],
    cwd: dirname(path),
    environment: { HOME: '/home/ann' },
    profiles: ['*'],
    allResources: true,
    readFile: (file) => (file === path ? memory : diskReader).readFile(file),
    readStdin: diskReader.readStdin,
    fileExists: async (file) => file === path || diskReader.fileExists(file),
  };
}

function goldenStacks(name: string): readonly CaseStack[] {
  const root = resolve(CASES, 'files', name);
  return readCases(`golden/${name}.json`).map((each) => {
    const path = resolve(root, String(each['file']));
    return { id: each.id, path, text: readFileSync(path, 'utf8') };
  });
}

function loadedStacks(name: string): readonly CaseStack[] {
  return readCases(`compose-go-cases/${name}.json`).flatMap((each) => {
    const files = each['compose_files'] as readonly { readonly content?: string }[];
    const [file] = files;
    if (files.length !== 1 || file?.content === undefined) return [];
    return { id: each.id, path: '/cases-root/compose.yaml', text: file.content.replaceAll('@@ROOT@@', '/cases-root') };
  });
}
