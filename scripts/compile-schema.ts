// Compiles the schemas, so that no schema compiler is loaded at run time. That of stack files becomes two modules in
// src/stack/: `accept-schema.generated.js` only says yes or no, fast; `validate-schema.generated.js` finds every error, and
// is loaded when there is one. `node scripts/compile-schema.ts`, or with `--check` to tell whether the files are current.
import { readFileSync, writeFileSync } from 'node:fs';
import Ajv, { type Options } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const ROOT = new URL('../', import.meta.url);
const ACCEPT: Options = { allErrors: false, messages: false, inlineRefs: false };
const VALIDATE: Options = { allErrors: true, verbose: true };

type Module = { readonly schema: string; readonly file: string; readonly options: Options };

const MODULES: readonly Module[] = [
  { schema: 'stack', file: 'src/stack/accept-schema.generated.js', options: ACCEPT },
  { schema: 'stack', file: 'src/stack/validate-schema.generated.js', options: VALIDATE },
  { schema: 'policy', file: 'src/agent/policy/validate-policy.generated.js', options: VALIDATE },
  { schema: 'agent', file: 'src/agent/settings/validate-settings.generated.js', options: VALIDATE },
  { schema: 'deployment', file: 'src/agent/declaration/validate-declaration.generated.js', options: VALIDATE },
];

for (const { schema: name, file, options } of MODULES) {
  const source = `schemas/${name}.schema.json`;
  const schema = JSON.parse(readFileSync(new URL(source, ROOT), 'utf8'), withoutDescription);
  const path = new URL(file, ROOT);
  const code = `${headerFor(source)}${compileSchema(schema, options)}`;
  if (!process.argv.includes('--check')) writeFileSync(path, code);
  else if (readFileSync(path, 'utf8') !== code) process.exitCode = 1;
}

function headerFor(source: string): string {
  return `// Made by scripts/compile-schema.ts from ${source}: change that and run the script.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
`;
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
  return body;
}

/** Descriptions are for people; `description` as a name of a property is an object, not a text. */
function withoutDescription(key: string, value: unknown): unknown {
  return key === 'description' && typeof value === 'string' ? undefined : value;
}
