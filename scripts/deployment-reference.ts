// The table of what can be declared, in docs/deployments.md, out of schemas/deployment.schema.json. It is written by
// `DOCKR_UPDATE=1 node --test test/docs/deployments.test.ts`.
import { alignTable, withPatterns } from './policy-reference.ts';

export type DeploymentSchema = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly items?: DeploymentSchema;
  readonly properties?: Readonly<Record<string, DeploymentSchema>>;
  readonly additionalProperties?: DeploymentSchema | boolean;
};

/** The text with the table in the place of its marker. */
export function deploymentReference(text: string, schema: DeploymentSchema): string {
  const table = alignTable([['key', 'takes', 'meaning'], ...rowsOf(schema, '')]);
  return text.replace(
    /(<!-- keys -->\n)[\s\S]*?(\n<!-- end of keys -->)/,
    (_, before, after) => `${before}\n${table}${after}`,
  );
}

function rowsOf(schema: DeploymentSchema, prefix: string): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) => [
    [`\`${prefix}${name}\``, typeText(one), withPatterns(one.description ?? '')],
    ...rowsOf(one, `${prefix}${name}.`),
    ...(one.items ? rowsOf(one.items, `${prefix}${name}[].`) : []),
    ...(typeof one.additionalProperties === 'object' ? rowsOf(one.additionalProperties, `${prefix}${name}.NAME.`) : []),
  ]);
}

function typeText({ type, enum: values, additionalProperties }: DeploymentSchema): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('array')) return types.includes('string') ? 'text or list of texts' : 'list';
  if (types.includes('object')) return typeof additionalProperties === 'object' ? 'map by name' : 'map';
  return { boolean: '`true` or `false`', integer: 'whole number' }[types[0] ?? ''] ?? 'text';
}
