// `external` and `name` of networks and volumes.
import { describePath } from './describe-path.ts';
import { addWarning } from './problems.ts';
import { entriesOf, type Field, fieldOf, type Reading, rangeOf, readFlag, readText, reject } from './reading.ts';

/** Whether the resource is someone else's. Beside `external` there can be a name only. */
export function isExternal(reading: Reading, field: Field): boolean {
  const external = fieldOf(field, 'external');
  if (!external) return false;
  const isMap = external.node.kind === 'map';
  if (isMap)
    addWarning(
      reading.problems,
      'old-external',
      `${describePath(external.path)} is a map: write "external: true" and "name" beside it`,
      rangeOf(external),
    );
  if (!isMap && !readFlag(reading, external)) return false;
  for (const [key, entry] of entriesOf(field)) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    reject(
      reading,
      { ...entry, node: { ...entry.node, at: entry.key } },
      'exclusive-keys',
      `${describePath(field.path)} is external, so "${key}" cannot be given`,
    );
  }
  return true;
}

/** The name on the machine: as written, else `<stack>_<key>`; external ones keep their key. */
export function toResourceName(reading: Reading, key: string, field: Field): string {
  const name = fieldOf(field, 'name');
  const external = fieldOf(field, 'external');
  const oldName = fieldOf(external, 'name');
  const text = readText(name);
  if (name && oldName && text !== readText(oldName)) {
    reject(
      reading,
      oldName,
      'exclusive-keys',
      `${describePath(field.path)} has both "name" and "external.name"`,
      'keep "name"',
    );
  }
  if (text) return text;
  const isOurs = !external || (external.node.kind !== 'map' && readFlag(reading, external) !== true);
  return readText(oldName) ?? (isOurs ? `${reading.stack}_${key}` : key);
}
