// Whatever files say: the parser ends with a declaration or with errors of ours, and the plan for files takes nothing away
// that they still declare.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planFiles } from '../../../src/agent/declaration/files/plan-files.ts';
import type { DeclarationFile } from '../../../src/agent/declaration/files/read-declarations.ts';
import { parseDeclarations } from '../../../src/agent/declaration/parse-declarations.ts';
import { DockrError, ErrorList } from '../../../src/core/errors.ts';
import type { DeploymentRecord } from '../../../src/store/deployments.ts';
import { declarationOf } from '../declared.ts';

const HOST = { name: 'web-1', labels: {} };
const RUNS = { numRuns: 300 };

const KEYS = [
  'name',
  'source',
  'path',
  'files',
  'hosts',
  'interval',
  'verify',
  'environments',
  'policy',
  'windows',
  'auth',
  'previews',
];
const SMALL = ['url', 'branch', 'kind', 'mode', 'keyring', 'labels', 'token', 'x'];
const leaf = fc.oneof(
  fc.constantFrom('git', 'head', '/etc/x', '../..', '5m', '', 'stacks/*', '~', '*'),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...SMALL), tie('any'), { maxKeys: 4 }),
  ),
})).any;

test('any text is declarations, or errors of ours with a place', () => {
  const document = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 });
  fc.assert(
    fc.property(document, (one) => {
      const text = JSON.stringify({ name: 'shop', source: { url: 'https://x/y' }, ...one });
      try {
        for (const { declaration } of parseDeclarations('x.yaml', Buffer.from(text))) {
          assert.ok(Number.isSafeInteger(declaration.intervalMs) && declaration.intervalMs >= 1000);
          assert.ok(!declaration.path.startsWith('/') && !declaration.path.split('/').includes('..'));
        }
      } catch (error) {
        assert.ok(error instanceof DockrError, String(error));
        const errors = error instanceof ErrorList ? error.errors : [error];
        for (const each of errors) assert.ok(each.at, `${each.code} has no place in ${text}`);
      }
    }),
    { numRuns: 1000 },
  );
});

const NAMES = ['a', 'b', 'c'];
const PATHS = ['/d/1.yaml', '/d/2.yaml', '/d/3.yaml'];

const filesArbitrary = fc
  .uniqueArray(
    fc.record({
      path: fc.constantFrom(...PATHS),
      kind: fc.constantFrom('read', 'read', 'wrong', 'settling'),
      names: fc.uniqueArray(fc.constantFrom(...NAMES)),
      isHere: fc.boolean(),
    }),
    { selector: ({ path }) => path },
  )
  .map((files) => files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(toFile));
const recordsArbitrary = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), path: fc.option(fc.constantFrom(...PATHS)) }), {
    selector: ({ name }) => name,
  })
  .map((records) => records.map(toRecord));

test('a plan for files never takes away what is declared, broken, or of somebody else', () => {
  fc.assert(
    fc.property(filesArbitrary, recordsArbitrary, (files, records) => {
      const { declare, withdraw, twins } = planFiles(files, records, HOST);
      const declared = declare.map(({ name }) => name);
      assert.equal(new Set(declared).size, declared.length);
      for (const name of withdraw) {
        const origin = records.find((record) => record.name === name)?.origin;
        assert.ok(origin?.kind === 'file' && !declared.includes(name));
        assert.equal(files.find(({ path }) => path === origin.path)?.kind ?? 'read', 'read');
      }
      for (const { name, path, other } of twins) assert.ok(path !== other && NAMES.includes(name));
    }),
    RUNS,
  );
});

test('a plan for files that was carried out is followed by one that has nothing left to do', () => {
  fc.assert(
    fc.property(filesArbitrary, recordsArbitrary, (files, records) => {
      const first = planFiles(files, records, HOST);
      // What belongs to a person is refused.
      const free = first.declare.filter(
        ({ name }) => records.find((record) => record.name === name)?.origin.kind !== 'command',
      );
      const names = new Set(free.map(({ name }) => name));
      const left = records.filter(({ name }) => !first.withdraw.includes(name) && !names.has(name));
      const next = [
        ...left,
        ...free.map((declared) => ({ ...toRecord({ name: declared.name, path: null }), ...declared })),
      ];
      const second = planFiles(files, next, HOST);
      assert.deepEqual(second.withdraw, []);
      const shape = ({ declare }: typeof first) => declare.map(({ name, origin }) => [name, origin]);
      assert.deepEqual(shape(second), shape(first));
    }),
    RUNS,
  );
});

type FileDraft = {
  readonly path: string;
  readonly kind: string;
  readonly names: readonly string[];
  readonly isHere: boolean;
};

function toFile({ path, kind, names, isHere }: FileDraft): DeclarationFile {
  if (kind === 'settling') return { kind, path };
  if (kind === 'wrong') return { kind, path, error: { kind: 'stack', code: 'unknown-key', message: 'no' } };
  const hosts = isHere ? [] : [{ name: 'nowhere', labels: {} }];
  const declaration = declarationOf({ hosts });
  const placeOf = () => ({ file: path, line: 1, column: 1, length: 1 });
  return { kind: 'read', path, declarations: names.map((name) => ({ name, declaration, placeOf })) };
}

function toRecord({ name, path }: { readonly name: string; readonly path: string | null }): DeploymentRecord {
  return {
    name,
    declaration: declarationOf(),
    origin: path === null ? { kind: 'command' } : { kind: 'file', path },
    generation: 1,
    suspended: false,
    createdAt: 0,
    pinned: null,
    attempted: null,
    applied: null,
    error: null,
    failures: 0,
  };
}
