// What of a declaration counts on this machine.
import type { Declaration, EnvironmentDeclaration, HostSelector } from '../../core/declaration.ts';
import { matchesPattern } from '../policy/match-pattern.ts';

/** How declarations for several machines tell this one from others. */
export type HostIdentity = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

export type StackSettings = Pick<Declaration, 'files' | 'variables' | 'profiles'> & {
  /** Merged after `files`, or after the files with the usual names. */
  readonly overlays: readonly string[];
  /** The environment that was taken; null for none. */
  readonly environment: string | null;
};

/** Whether a declaration is for a machine. */
export function isForHost({ hosts }: Pick<Declaration, 'hosts'>, host: HostIdentity): boolean {
  return hosts.length === 0 || hosts.some((selector) => fits(selector, host));
}

/** The files, variables and profiles of a stack: those for all, and those of the one environment that counts here. */
export function stackSettings(declaration: Declaration, host: HostIdentity): StackSettings {
  const { files, variables, profiles } = declaration;
  const found = findEnvironment(declaration, host);
  if (!found) return { files, overlays: [], variables, profiles, environment: null };
  const [environment, own] = found;
  return {
    files,
    overlays: own.files,
    variables: { ...variables, ...own.variables },
    profiles: [...new Set([...profiles, ...own.profiles])],
    environment,
  };
}

function findEnvironment(
  { environment, environments }: Declaration,
  host: HostIdentity,
): readonly [string, EnvironmentDeclaration] | undefined {
  const all = Object.entries(environments);
  if (environment !== null) return all.find(([name]) => name === environment);
  return all.find(([, { hosts }]) => hosts.some((selector) => fits(selector, host)));
}

function fits({ name, labels }: HostSelector, host: HostIdentity): boolean {
  const wanted = Object.entries(labels);
  return matchesPattern(name, host.name) && wanted.every(([label, value]) => host.labels[label] === value);
}
