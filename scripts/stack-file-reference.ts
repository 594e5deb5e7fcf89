// The reference of stack files, docs/stack-file.md, out of schemas/stack.schema.json. It is written by
// `DOCKR_UPDATE=1 node --test test/docs/stack-file.test.ts`.

export type Schema = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema | boolean>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
};

export type ReferenceOptions = {
  /** Whether the engine does it already; the path has `*` for any name or item. */
  readonly isSupported: (path: string) => boolean;
};

type Attribute = { readonly name: string; readonly path: string; readonly schema: Schema };

const HEADER = `# Stack files

Every attribute that a stack file may have: those of the Compose specification, with the same meaning. This page is made from
[schemas/stack.schema.json](../schemas/stack.schema.json).

An attribute with a † is read, checked and shown by \`dockr config\`, but this version cannot do yet what it asks for:
\`dockr up\` and whatever else acts on it refuses the file and names the line (\`not-supported\`, see [errors.md](errors.md)).

Where a number or a boolean is expected, a variable may stand: \`"\${REPLICAS:-2}"\`. Keys that start with \`x-\` are yours, and
may stand in any map whose keys are given here. How files are found, merged and filled in is told in
[stack-loading.md](stack-loading.md).

## In an editor

\`dockr config --schema > stack.schema.json\` writes the schema. With a language server for YAML, the first line of a stack file
names it, and names, values and descriptions are completed and checked while you type:

\`\`\`yaml
# yaml-language-server: $schema=./stack.schema.json
services:
  web:
    image: nginx
\`\`\`

## Warnings

What is most likely not meant, and what has no effect, is warned of. Each warning has a code ([errors.md](errors.md) has them all),
and those whose codes are listed are not given:

\`\`\`yaml
x-dockr:
  silence: [obsolete-version, unset-variable]
\`\`\`

\`DOCKR_SILENCE=obsolete-version,unset-variable\`, in the environment or in \`.env\`, does the same without a change to the file.

## Drift

What somebody changed behind the back of dockr is listed by \`dockr drift\`. What the daemon does about it is for the stack to say,
or for one of its services:

\`\`\`yaml
x-dockr:
  drift: repair
  ignoreDrift: [web.limits.memory, "*.routes"]
services:
  db:
    x-dockr:
      drift: report
\`\`\`

\`report\` tells of it once, in the daemon's log and in \`dockr events\`; \`repair\` puts right what can be put right without a loss;
\`ignore\` leaves it. Without a word, lost bridges, links and firewall rules are put back, and nothing else is looked at. Fields
that a rule of \`ignoreDrift\` names, or that are a part of one it names, are meant to differ.

## Updates

\`x-dockr: {update: {strategy: blue-green}}\` of a stack and \`x-dockr: {canary: {share: 10%}}\` of a service are told in
[updates.md](updates.md), with \`deploy.update_config\`, \`post_start\` and \`pre_stop\`.
`;

/** The page as Markdown. */
export function stackFileReference(schema: Schema, options: ReferenceOptions): string {
  const root = schema.$defs ?? {};
  const sections: string[] = [HEADER, section('Top level', schema, '', { root, ...options })];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const item = resolve(property, root);
    const one = valueSchema(item);
    if (!one) continue;
    const element = resolve(one, root);
    if (element.properties) sections.push(...elementSections(name, element, { root, ...options }));
  }
  return `${sections.join('\n').trimEnd()}\n`;
}

type Context = ReferenceOptions & { readonly root: Readonly<Record<string, Schema>> };

/** A section for what the map `name` holds, and one for each of its attributes that has attributes itself. */
function elementSections(name: string, element: Schema, context: Context): readonly string[] {
  const path = `${name}.*`;
  const nested = attributesOf(element, path).filter(({ schema }) => inner(schema, context).length > 0);
  return [
    section(`\`${name}\``, element, path, context),
    ...nested.map((attribute) => nestedSection(`${name}: ${attribute.name}`, attribute, context)),
  ];
}

function section(title: string, element: Schema, path: string, context: Context): string {
  const text = element.description ? `${element.description}\n\n` : '';
  return `## ${title}\n\n${text}${table(attributesOf(element, path), context)}`;
}

function nestedSection(title: string, attribute: Attribute, context: Context): string {
  const text = attribute.schema.description ? `${attribute.schema.description}\n\n` : '';
  return `### ${title}\n\n${text}${table(flatten(attribute, '', context), context)}`;
}

function table(attributes: readonly Attribute[], context: Context): string {
  const rows = attributes.map(({ name, path, schema }) => [
    `\`${name}\`${context.isSupported(path) ? '' : ' †'}`,
    typeText(schema, context),
    (schema.description ?? resolve(schema, context.root).description ?? '').replaceAll('|', '\\|'),
  ]);
  return alignTable([['attribute', 'takes', 'meaning'], ...rows]);
}

/** The attributes beneath one, with their paths from there: `config[].subnet`, `*.aliases`. */
function flatten(parent: Attribute, prefix: string, context: Context): readonly Attribute[] {
  return inner(parent.schema, context).flatMap(({ step, name, schema }) => {
    const shown = joinPath(prefix, step, name);
    const path = [parent.path, ...(step === '' ? [] : ['*']), ...(name === '' ? [] : [name])].join('.');
    const attribute = { name: shown, path, schema };
    return [attribute, ...flatten(attribute, shown, context)];
  });
}

type Inner = { readonly step: '' | '[]' | '*'; readonly name: string; readonly schema: Schema };

/** What a value has inside: its own attributes, those of its items, and those of the values of a map. */
function inner(schema: Schema, context: Context): readonly Inner[] {
  const own = resolve(schema, context.root);
  const choices = [own, ...(own.oneOf ?? []), ...(own.anyOf ?? [])].map((choice) => resolve(choice, context.root));
  const found = new Map<string, Inner>();
  for (const choice of choices) {
    for (const step of ['', '[]', '*'] as const) {
      for (const [name, property] of Object.entries(propertiesAt(choice, step, context))) {
        const key = `${step}.${name}`;
        if (!found.has(key)) found.set(key, { step, name, schema: property });
      }
    }
  }
  return [...found.values()];
}

function propertiesAt(schema: Schema, step: Inner['step'], context: Context): Readonly<Record<string, Schema>> {
  if (step === '') return schema.properties ?? {};
  const one = step === '[]' ? schema.items : valueSchema(schema);
  if (!one) return {};
  const element = resolve(one, context.root);
  const choices = [element, ...(element.oneOf ?? []), ...(element.anyOf ?? [])];
  return Object.assign({}, ...choices.map((choice) => resolve(choice, context.root).properties ?? {}));
}

function joinPath(prefix: string, step: Inner['step'], name: string): string {
  const start = step === '*' ? [prefix, '*'].filter(Boolean).join('.') : `${prefix}${step}`;
  return [start, name].filter(Boolean).join('.');
}

function attributesOf(element: Schema, path: string): readonly Attribute[] {
  return Object.entries(element.properties ?? {}).map(([name, schema]) => ({
    name,
    path: path === '' ? name : `${path}.${name}`,
    schema,
  }));
}

/** The schema of the values of a map with names of the user's own. */
function valueSchema(schema: Schema): Schema | undefined {
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  const patterns = Object.entries(schema.patternProperties ?? {}).filter(([pattern]) => pattern !== '^x-');
  return patterns.map(([, value]) => value).find((value) => typeof value === 'object');
}

function resolve(schema: Schema, root: Context['root']): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const target = name === undefined ? undefined : root[name];
  return target
    ? resolve({ ...target, ...(schema.description ? { description: schema.description } : {}) }, root)
    : schema;
}

/** In words: `string or list of strings`. */
function typeText(schema: Schema, context: Context): string {
  const own = resolve(schema, context.root);
  const choices = own.oneOf ?? own.anyOf;
  const texts = choices
    ? choices.map((choice) => typeText(choice, context))
    : own.enum
      ? own.enum.map((value) => `\`${value}\``)
      : kindsOf(own).map((kind) => kindText(kind, own, context));
  return [...new Set(texts.flatMap((text) => text.split(' or ')))].join(' or ') || 'anything';
}

/** Numbers and booleans may be strings only because variables are: that is told once, above. */
function kindsOf({ type = [] }: Schema): readonly string[] {
  const kinds = typeof type === 'string' ? [type] : type;
  const isScalar = kinds.every((kind) => ['integer', 'boolean', 'string', 'null'].includes(kind)) && kinds.length > 1;
  const hasOther = kinds.some((kind) => kind === 'integer' || kind === 'boolean');
  return kinds.filter((kind) => kind !== 'null' && (kind !== 'string' || !isScalar || !hasOther));
}

const KINDS: Readonly<Record<string, string>> = { integer: 'whole number', object: 'map', array: 'list' };
const PLURALS: Readonly<Record<string, string>> = {
  string: 'strings',
  map: 'maps',
  number: 'numbers',
  'whole number': 'numbers',
};

function kindText(kind: string, { items }: Schema, context: Context): string {
  const name = KINDS[kind] ?? kind;
  if (kind !== 'array' || !items) return name;
  const item = typeText(items, context).split(' or ');
  return `list of ${item.map((word) => PLURALS[word] ?? word).join(' and ')}`;
}

function alignTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`;
}
