// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of stack files look like that
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorList } from '../../src/core/errors.ts';
import { loadStack } from '../../src/stack/load-stack.ts';
import { FOREIGN_LIMITS } from '../../src/stack/parse-yaml.ts';
import type { LoadOptions } from '../../src/stack/read-stack-files.ts';
import { memoryReader } from './load-case.ts';

type Files = Readonly<Record<string, string>>;

const SECONDS = 20_000;

function toOptions(files: Files, options: Partial<LoadOptions>): LoadOptions {
  const absolute = Object.entries(files).map(([name, text]) => [`/work/${name}`, text]);
  return { files: [], cwd: '/work', environment: {}, ...memoryReader(Object.fromEntries(absolute)), ...options };
}

function count<T>(length: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length }, (_, index) => make(index));
}

/** Each file includes the next one twice. */
function doublingIncludes(): Files {
  const files = count(30, (index): [string, string] => [
    index === 0 ? 'compose.yaml' : `${index}.yaml`,
    `include: [${index + 1}.yaml, ./${index + 1}.yaml]\n`,
  ]);
  return Object.fromEntries([...files, ['30.yaml', 'services: {}\n']]);
}

/** Each service extends one of many values, under another name. */
function manyCopies(): Files {
  const labels = count(2000, (index) => `l${index}: "x"`).join(', ');
  const copies = count(5000, (index) => `  s${index}: { extends: base }`).join('\n');
  return { 'compose.yaml': `services:\n  base: { image: x, labels: { ${labels} } }\n${copies}\n` };
}

function longChain(): Files {
  const links = count(4000, (index) => `  s${index}: { extends: s${index + 1} }`).join('\n');
  return { 'compose.yaml': `services:\n${links}\n  s50000: { image: x }\n` };
}

function manyIncludes(): Files {
  const entries = count(1100, (index) => `${index}.yaml`);
  return {
    'compose.yaml': `include: [${entries.join(', ')}]\n`,
    ...Object.fromEntries(entries.map((name) => [name, 'services: {}\n'])),
  };
}

function manyVariables(): Files {
  const values = count(1000, (index) => `    A${index}: "\${BIG}"`).join('\n');
  return { 'compose.yaml': `services:\n  web:\n    image: x\n    environment:\n${values}\n` };
}

const hostile: readonly (readonly [string, Files, string, Partial<LoadOptions>])[] = [
  ['files that include each other more and more', doublingIncludes(), 'too-large', {}],
  ['more includes than there can be', manyIncludes(), 'too-large', {}],
  ['copies of a large service', manyCopies(), 'too-large', {}],
  ['a long chain of extensions', longChain(), 'too-deep', {}],
  ['variables that make much of little', manyVariables(), 'too-large', { environment: { BIG: 'x'.repeat(120_000) } }],
  [
    'more includes than files of others may have',
    { 'compose.yaml': `include: [${'a.yaml, '.repeat(51)}]\n`, 'a.yaml': 'services: {}\n' },
    'too-large',
    { limits: FOREIGN_LIMITS },
  ],
  [
    'a large file that many include',
    {
      'compose.yaml': `include: [${'a.yaml, '.repeat(40)}]\n`,
      'a.yaml': `x-a: [${'1, '.repeat(5000)}]\nservices: {}\n`,
    },
    'too-large',
    { limits: FOREIGN_LIMITS },
  ],
  [
    'a key of JavaScript in an included file',
    { 'compose.yaml': 'include: [a.yaml]\n', 'a.yaml': 'services: { web: { __proto__: { image: x } } }\n' },
    'forbidden-key',
    {},
  ],
];

for (const [name, files, code, options] of hostile) {
  test(`${name}: refused in bounded time`, { timeout: SECONDS }, async () => {
    await assert.rejects(loadStack(toOptions(files, options)), { code });
  });
}

for (const quote of ["'", '"', '']) {
  test(`a value of thirty million characters in ${quote || 'no'} quotes is a value`, { timeout: SECONDS }, async () => {
    const text = `services: { web: { image: x, labels: { a: ${quote}${'x'.repeat(30_000_000)}${quote} } } }\n`;
    const { stack } = await loadStack(toOptions({ 'compose.yaml': text }, {}));
    assert.equal(stack.services['web']?.labels['a']?.length, 30_000_000);
  });
}

test('many errors are found in bounded time, and the first ones shown', { timeout: SECONDS }, async () => {
  const services = count(4000, (index) => `  s${index}: { imagee: x, portz: 1 }\n`).join('');
  const networks = count(50_000, (index) => `  n${index}: { drivver: x }\n`).join('');
  const started = process.cpuUsage();
  await assert.rejects(
    loadStack(toOptions({ 'compose.yaml': `services:\n${services}networks:\n${networks}` }, {})),
    (error: unknown) =>
      error instanceof ErrorList && error.errors.length === 200 && /"imagee"/.test(error.errors[0]?.message ?? ''),
  );
  assert.ok(millisecondsSince(started) < SECONDS / 2);
});

test('a stack whose services have networks, volumes, secrets and configs each takes time in proportion', async () => {
  const one = (index: number) =>
    `  s${index}: { image: x, networks: [n${index}], volumes: ["v${index}:/d"], secrets: [k${index}], configs: [c${index}] }\n`;
  const resources = (kind: string, letter: string, text: string) =>
    `${kind}:\n${count(4000, (index) => `  ${letter}${index}: ${text}\n`).join('')}`;
  const text = [
    `services:\n${count(4000, one).join('')}`,
    resources('networks', 'n', '{}'),
    resources('volumes', 'v', '{}'),
    resources('secrets', 'k', '{ file: k }'),
    resources('configs', 'c', '{ content: c }'),
  ].join('');
  const started = process.cpuUsage();
  const { stack } = await loadStack(toOptions({ 'compose.yaml': text }, {}));
  assert.equal(Object.keys(stack.configs).length, 4000);
  assert.ok(millisecondsSince(started) < SECONDS / 2);
});

test('services called like properties of JavaScript objects are services', async () => {
  const names = ['toString', 'valueOf', 'hasOwnProperty'];
  const { stack } = await loadStack(
    toOptions({ 'compose.yaml': `services:\n${names.map((name) => `  ${name}: { image: x }\n`).join('')}` }, {}),
  );
  assert.deepEqual(Object.keys(stack.services).sort(), names.toSorted());
});

/** Of the processor: others may be at work on it, too. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
