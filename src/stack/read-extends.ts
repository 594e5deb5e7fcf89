// The value of `extends`: the name of a service, or a map of `service` and `file`.
import { suggest } from '../core/suggest.ts';
import { addError, type Problems } from './problems.ts';
import { isRemotePath } from './read-include.ts';
import { describeNode, type MapEntry, type MapNode, shorten, type TreeNode } from './tree.ts';

/** The service that another one extends; without `file` it stands in the same one. */
export type ExtendsReference = {
  readonly service: string;
  readonly file?: string;
  /** Where the service is named, and where the file. */
  readonly at: TreeNode;
  readonly fileAt: TreeNode;
};

const KEYS: readonly string[] = ['service', 'file'];

/** Undefined if it does not say enough, which is reported. */
export function readExtends(name: string, entry: MapEntry, problems: Problems): ExtendsReference | undefined {
  const { value } = entry;
  if (value.kind === 'scalar' && typeof value.value === 'string')
    return { service: value.value, at: value, fileAt: value };
  const where = `"extends" in service "${name}"`;
  if (value.kind !== 'map') {
    addError(problems, 'wrong-type', `${where} must be a string or a map, but is ${describeNode(value)}`, value.at);
    return undefined;
  }
  checkKeys(value, where, problems);
  const service = value.entries.get('service')?.value;
  if (service?.kind !== 'scalar' || typeof service.value !== 'string') {
    if (service)
      addError(problems, 'wrong-type', `"extends.service" in service "${name}" must be a string`, service.at);
    else addError(problems, 'missing-key', `key "service" is missing in ${where}`, entry.key);
    return undefined;
  }
  return withFile(name, { service: service.value, at: service, fileAt: service }, { map: value, problems });
}

function withFile(
  name: string,
  reference: ExtendsReference,
  { map, problems }: { readonly map: MapNode; readonly problems: Problems },
): ExtendsReference | undefined {
  const file = map.entries.get('file')?.value;
  if (file === undefined || (file.kind === 'scalar' && (file.value === null || file.value === ''))) return reference;
  if (file.kind !== 'scalar' || typeof file.value !== 'string') {
    addError(
      problems,
      'wrong-type',
      `"extends.file" in service "${name}" must be a string, but is ${describeNode(file)}`,
      file.at,
    );
    return undefined;
  }
  if (!isRemotePath(file.value)) return { ...reference, file: file.value, fileAt: file };
  const message = `extending a service of "${shorten(file.value)}" is not supported: dockr reads only files of this machine`;
  addError(problems, 'remote-file', message, file.at, 'fetch the file and name your copy of it');
  return undefined;
}

function checkKeys(map: MapNode, where: string, problems: Problems): void {
  for (const [key, entry] of map.entries) {
    if (KEYS.includes(key) || key.startsWith('x-')) continue;
    const near = suggest(key, KEYS);
    const message = `unknown key ${JSON.stringify(shorten(key))} in ${where}`;
    addError(problems, 'unknown-key', message, entry.key, near && `did you mean "${near}"?`);
  }
}
