// What a declaration says of signatures, before any file is looked at.
import { isAbsolute } from 'node:path';
import type { VerifySettings } from '../../core/declaration.ts';
import { UsageError } from '../../core/errors.ts';

/** Throws `invalid-verify` for settings by which nothing could be verified. */
export function checkVerify({ verify }: { readonly verify: VerifySettings | null }): void {
  if (verify === null) return;
  const { mode, allowedSigners, keyring } = verify;
  if (mode !== 'head' && mode !== 'range') throw invalid(`the mode is "${String(mode)}", expected "head" or "range"`);
  const paths = [allowedSigners, keyring].filter((path) => path !== null);
  if (paths.length === 0) throw invalid('neither allowed signers nor a keyring is given');
  const relative = paths.find((path) => typeof path !== 'string' || !isAbsolute(path) || path.includes('\0'));
  if (relative !== undefined) throw invalid(`path "${relative}" is not absolute`);
}

function invalid(why: string): UsageError {
  return new UsageError('invalid-verify', { message: `commits cannot be verified: ${why}` });
}
