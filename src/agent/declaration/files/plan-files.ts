// What is to be done so that the deployments are those that the files declare. Looks at nothing and changes nothing.
import type { DeploymentRecord } from '../../../store/deployments.ts';
import type { Declared } from '../declared.ts';
import { type HostIdentity, isForHost } from '../host-settings.ts';
import type { ParsedDeclaration } from '../parse-declarations.ts';
import type { DeclarationFile } from './read-declarations.ts';

export type FilePlan = {
  readonly declare: readonly (Declared & Pick<ParsedDeclaration, 'placeOf'>)[];
  readonly withdraw: readonly string[];
  /** Declared a second time, in another file. */
  readonly twins: readonly { readonly path: string; readonly name: string; readonly other: string }[];
};

/**
 * A file that is wrong, or is being written, keeps what it declared before. Of two files with the same name, the one that has it keeps it, else the
 * first. What is for other machines counts as not there: a name may be something else on each of them.
 */
export function planFiles(
  files: readonly DeclarationFile[],
  records: readonly DeploymentRecord[],
  host: HostIdentity,
): FilePlan {
  const kept = new Set(files.flatMap((file) => (file.kind === 'read' ? [] : [file.path])));
  const owners = new Map(records.map(({ name, origin }) => [name, origin.kind === 'file' ? origin.path : undefined]));
  const here = files
    .flatMap((file) => (file.kind === 'read' ? file.declarations.map((one) => ({ ...one, path: file.path })) : []))
    .filter(({ declaration }) => isForHost(declaration, host));
  const isDeclaredBy = (name: string, path: string | undefined): boolean =>
    path !== undefined && (kept.has(path) || here.some((one) => one.name === name && one.path === path));
  const taken = new Map<string, string>();
  for (const [name, path] of owners) if (path !== undefined && isDeclaredBy(name, path)) taken.set(name, path);
  const declare: FilePlan['declare'][number][] = [];
  const twins: FilePlan['twins'][number][] = [];
  const seen = new Set<string>();
  for (const { name, path, declaration, placeOf } of here) {
    const other = taken.get(name) ?? path;
    taken.set(name, other);
    if (other !== path || seen.has(name)) {
      twins.push({ path, name, other });
      continue;
    }
    seen.add(name);
    declare.push({ name, declaration, origin: { kind: 'file', path }, placeOf });
  }
  const withdraw = records.flatMap(({ name, origin }) =>
    origin.kind === 'file' && !kept.has(origin.path) && !seen.has(name) ? [name] : [],
  );
  return { declare, withdraw, twins };
}
