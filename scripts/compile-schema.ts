// Compiles schemas/stack.schema.json, so that no schema compiler is loaded at run time, to two modules in src/stack/:
// `accept-schema.generated.js` only says yes or no, fast; `validate-schema.generated.js` finds every error, and is loaded
// when there is one. `node scripts/compile-schema.ts`, or with `--check` to tell whether the files are current.
import { readFileSync, writeFileSync } from 'node:fs';
import Ajv, { type Options } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const SCHEMA = new URL('../schemas/stack.schema.json', import.meta.url);
const FOLDER = new URL('../src/stack/', import.meta.url);
const HEADER = `// Made by scripts/compile-schema.ts from schemas/stack.schema.json: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
`;

const MODULES: Readonly<Record<string, Options>> = {
  'accept-schema.generated.js': { allErrors: false, messages: false, inlineRefs: false },
  'validate-schema.generated.js': { allErrors: true, verbose: true },
};

const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'), withoutDescription);
for (const [file, options] of Object.entries(MODULES)) {
  const path = new URL(file, FOLDER);
  const code = compileSchema(schema, options);
  if (!process.argv.includes('--check')) writeFileSync(path, code);
  else if (readFileSync(path, 'utf8') !== code) process.exitCode = 1;
}

/** The validator as an ES module that imports nothing. */
function compileSchema(schema: object, options: Options): string {
  const ajv = new Ajv.default({
    ...options,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, esm: true, lines: true },
  });
  const body = standalone.default(ajv, ajv.compile(schema));
  if (/\brequire\(|\bimport\b/.test(body))
    throw new Error('the compiled schema imports something: use only keywords that need no helper');
  return `${HEADER}${body}`;
}

/** Descriptions are for people; `description` as a name of a property is an object, not a text. */
function withoutDescription(key: string, value: unknown): unknown {
  return key === 'description' && typeof value === 'string' ? undefined : value;
}
