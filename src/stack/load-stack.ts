// The loader: stack files to the model. The stages stand here in their order; each has a file of its own.
import type { SourcePosition } from '../core/position.ts';
import { findUnsupported } from './check-actionable.ts';
import { dropConsistency } from './check-consistency.ts';
import { checkDriftSettings } from './check-drift-settings.ts';
import { checkSchema } from './check-schema.ts';
import { checkSupported } from './check-supported.ts';
import { checkUpdateSettings } from './check-update-settings.ts';
import { explainUnset } from './explain-unset.ts';
import { findOrigin } from './find-origin.ts';
import { findSetting, isSettingOn } from './find-stack-files.ts';
import { toLookup, type Variables } from './load-environment.ts';
import { loadMergedTree } from './load-merged-tree.ts';
import type { Stack } from './model.ts';
import { createProblems, dropFollowUps, type StackWarning, throwProblems, type Unsupported } from './problems.ts';
import { readEnvFiles } from './read-env-files.ts';
import type { LoadOptions } from './read-stack-files.ts';
import { type Field, fieldOf, type Reading } from './reading.ts';
import { type ServiceSelection, selectServices } from './select-services.ts';
import { silenceWarnings } from './silence-warnings.ts';
import { toPosition } from './source-text.ts';
import type { Lookup } from './template.ts';
import { toServiceNames, toStack } from './to-stack.ts';
import type { TreeNode, TreePath } from './tree.ts';

/** What to do with containers of services that the file no longer has, unless the command line says so. */
export type OrphanSetting = 'warn' | 'ignore' | 'remove';

export type LoadedStack = {
  /** From COMPOSE_REMOVE_ORPHANS and COMPOSE_IGNORE_ORPHANS. */
  readonly orphans: OrphanSetting;
  readonly stack: Stack;
  /** Where something stands in the stack files, by its path there, such as `['services', 'web', 'ports', 0]`. */
  readonly positions: (path: TreePath) => SourcePosition | undefined;
  readonly warnings: readonly StackWarning[];
  /** What the stack asks for and dockr cannot do, most with code `not-supported`: see `checkActionable`. */
  readonly unsupported: readonly Unsupported[];
  /** The files in one, as they are written. */
  readonly tree: TreeNode;
  readonly variables: Variables;
};

/** Loads a stack. Throws a StackError, or an ErrorList of all problems in order of place; a UsageError for a service that is not there. */
export async function loadStack(options: LoadOptions): Promise<LoadedStack> {
  const problems = createProblems();
  const { tree, name, directory, variables, files } = await loadMergedTree(options, problems);
  if (!options.skip?.includes('schema')) await checkSchema(tree, problems);
  checkSupported(tree, problems);
  checkDriftSettings(tree, problems);
  checkUpdateSettings(tree, problems);
  const lookup = toLookup(variables);
  const schemaErrors = [...problems.errors];
  const reading: Reading = {
    stack: name,
    problems,
    directory,
    home: variables.get('HOME'),
    lookup,
    skip: options.skip ?? [],
  };
  const root = { node: tree, path: [], key: tree.at };
  const selection = selectServices(root, { ...options, profiles: activeProfiles(options, lookup) });
  const readsFiles = !reading.skip.includes('env-files');
  const envFiles = await readEnvFiles(reading, readsFiles ? servicesOf(root, selection) : [], options);
  const stack = toStack(reading, root, { files, envFiles, allResources: options.allResources ?? false, ...selection });
  dropFollowUps(problems, schemaErrors);
  if (options.skip?.includes('consistency')) dropConsistency(problems);
  throwProblems(problems);
  return {
    stack,
    positions: (path) => toPosition(findOrigin(tree, path)),
    warnings: silenceWarnings(explainUnset(problems.warnings, envFiles), { tree, lookup }),
    unsupported: findUnsupported(problems, stack),
    tree,
    variables,
    orphans: orphanSetting(lookup),
  };
}

function orphanSetting(lookup: Lookup): OrphanSetting {
  if (isSettingOn(lookup, 'REMOVE_ORPHANS')) return 'remove';
  return isSettingOn(lookup, 'IGNORE_ORPHANS') ? 'ignore' : 'warn';
}

function activeProfiles(options: LoadOptions, lookup: Lookup): readonly string[] {
  if (options.profiles?.length) return options.profiles;
  const profiles = (findSetting(lookup, 'PROFILES') ?? '').split(',').map((profile) => profile.trim());
  return profiles.filter((profile) => profile !== '');
}

function servicesOf(root: Field, { profiles, selected }: ServiceSelection): readonly Field[] {
  const { active } = toServiceNames(root, profiles);
  const names = selected ? active.filter((name) => selected.has(name)) : active;
  return names.flatMap((name) => fieldOf(root, 'services', name) ?? []);
}
