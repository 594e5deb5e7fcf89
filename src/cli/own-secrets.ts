// What the secrets of a user's own stack are opened with.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SecretAccess } from '../secrets/secret-access.ts';
import { shownPath } from '../stack/read-stack-files.ts';
import type { Cli } from './cli.ts';

/** The keys of `--age-key`, else of the environment, else of the place where SOPS has them, too. */
export async function ownAccess(cli: Cli): Promise<SecretAccess> {
  const { userAccess } = await import('../secrets/secret-access.ts');
  return userAccess(cli.environment, keyFiles(cli), (path) => shownPath(cli.cwd, path));
}

function keyFiles({ globals, environment, cwd }: Cli): readonly string[] {
  if (globals.ageKeys.length > 0) return globals.ageKeys.map((path) => resolve(cwd, path));
  const { DOCKR_AGE_KEY_FILE, SOPS_AGE_KEY_FILE, XDG_CONFIG_HOME, HOME } = environment;
  const named = DOCKR_AGE_KEY_FILE || SOPS_AGE_KEY_FILE;
  if (named) return [resolve(cwd, named)];
  const folder = XDG_CONFIG_HOME || (HOME && join(HOME, '.config'));
  const usual = folder && join(folder, 'sops/age/keys.txt');
  return usual && existsSync(usual) ? [usual] : [];
}
