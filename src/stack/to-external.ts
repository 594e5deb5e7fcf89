// `external` and `name` of networks and volumes.
import { describePath } from './describe-path.ts';
import { addWarning } from './problems.ts';
import {
  entriesOf,
  type Field,
  fieldOf,
  postpone,
  type Reading,
  rangeOf,
  readFlag,
  readText,
  reject,
} from './reading.ts';

/** Whether the resource is someone else's. Beside `external` there can be a name only; whatever else there is has no effect. */
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
    const place = { ...entry, node: { ...entry.node, at: entry.key } };
    // A volume that is made as the file says and one that is not hold different data; the rest is harmless.
    if (field.path[0] === 'volumes')
      reject(reading, place, 'exclusive-keys', `${describePath(field.path)} is external, so "${key}" cannot be given`);
    else
      addWarning(
        reading.problems,
        'not-supported',
        `${describePath(field.path)} is external, so "${key}" has no effect`,
        entry.key,
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
  const written = text ?? readText(oldName);
  if (isOurs || written === undefined) return written || (isOurs ? `${reading.stack}_${key}` : key);
  if (written === '') {
    const message = `${describePath(field.path)} is external, and its name is empty`;
    postpone(reading, name ?? oldName ?? field, 'invalid-name', message);
  }
  return written;
}
