// The reference of the host's policy, docs/policy.md, out of schemas/policy.schema.json. It is written by
// `DOCKR_UPDATE=1 node --test test/docs/policy.test.ts`.

export type PolicySchema = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: PolicySchema;
  readonly properties?: Readonly<Record<string, PolicySchema>>;
  readonly additionalProperties?: PolicySchema | boolean;
  readonly $defs?: Readonly<Record<string, PolicySchema>>;
};

const KINDS: Readonly<Record<string, string>> = {
  boolean: '`true` or `false`',
  string: 'text',
  integer: 'whole number',
  number: 'number',
};

/** The text with the table of the rules in the place of its marker. */
export function policyReference(text: string, schema: PolicySchema): string {
  const rows = rowsOf(schema.$defs?.['rules']?.properties ?? {}, '');
  const table = alignTable([['rule', 'takes', 'meaning'], ...rows]);
  return text.replace(
    /(<!-- rules -->\n)[\s\S]*?(\n<!-- end of rules -->)/,
    (_, before, after) => `${before}\n${table}${after}`,
  );
}

function rowsOf(properties: Readonly<Record<string, PolicySchema>>, prefix: string): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    [`\`${prefix}${name}\``, typeText(schema), withPatterns(schema.description ?? '')],
    ...rowsOf(schema.items?.properties ?? {}, `${prefix}${name}[].`),
    ...rowsOf(schema.properties ?? {}, `${prefix}${name}.`),
  ]);
}

/** Asterisks would be taken for emphasis. */
export function withPatterns(description: string): string {
  return description.replace(/"([^"]*\*[^"]*)"/g, '`$1`');
}

function typeText({ type, enum: values, items, properties, additionalProperties }: PolicySchema): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (items) return items.properties ? 'list of maps' : `list of ${items.enum ? typeText(items) : 'texts'}`;
  if (properties) return 'map';
  if (typeof additionalProperties === 'object') return 'map of numbers';
  const kinds = typeof type === 'string' ? [type] : (type ?? []);
  return kinds.map((kind) => KINDS[kind] ?? kind).join(' or ');
}

/** Rows of cells as a table whose columns stand one below the other. */
export function alignTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`;
}
