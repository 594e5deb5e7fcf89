// A deployment that makes others out of a repository, which its writers then turn against the host.
import assert from 'node:assert/strict';
import { DeclarationBench, SERVICE } from '../declaration/declaration-bench.ts';
import { SHOP_URL } from '../declared.ts';

export type Files = Readonly<Record<string, string>>;

export const CHILD_URL = 'https://git.example.org/child.git';

/** The text of a declaration in the repository. */
export function child(name: string, more = ''): string {
  return `name: ${name}\nsource: { url: ${CHILD_URL} }\n${more}`;
}

/** Folders with a stack each. */
export function stacks(...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [`stacks/${name}/compose.yaml`, SERVICE]));
}

/** `kind` is what the repository has: folders of stacks, or files of declarations. */
export async function startFleet(kind: 'stacks' | 'deployments', files: Files, more = ''): Promise<DeclarationBench> {
  const bench = new DeclarationBench();
  bench.repository(CHILD_URL).push({ 'stack.yml': SERVICE });
  bench.shop.push(files);
  const place = kind === 'stacks' ? 'path: stacks/*\n' : 'path: deployments\ncontent: deployments\n';
  await bench.add(`name: fleet\nsource: { url: ${SHOP_URL} }\n${place}${more}`);
  await bench.idle();
  assert.equal(bench.agent.get('fleet').record.error, null);
  return bench;
}

/** Pushes what must be refused: with that code, told once, and nothing of this host is other than before. */
export async function assertRefused(bench: DeclarationBench, files: Files, code: string): Promise<string> {
  const before = stateOf(bench);
  const running = bench.agent.get('fleet').record.applied?.commit;
  bench.shop.push(files);
  await bench.clock.advance(60_000);
  await bench.sync('fleet');
  await bench.idle();
  const { error, applied, attempted } = bench.agent.get('fleet').record;
  assert.ok(error);
  assert.equal(error.error.code, code, error.error.message);
  assert.equal(applied?.commit, running);
  assert.notEqual(attempted?.commit, running);
  assert.deepEqual(stateOf(bench), before);
  return error.error.message;
}

/** The declarations that count, and what was brought up or taken down. What is repaired is as it was. */
function stateOf(bench: DeclarationBench) {
  const declared = bench.table.list().map(({ name, declaration, generation }) => [name, declaration, generation]);
  return { declared, machine: [...new Set(bench.machine)] };
}
