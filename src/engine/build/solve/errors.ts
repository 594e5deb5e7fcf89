import { BuildError, DockrError, ErrorList, errorCode, SystemError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';

/** The error with the place in the Dockerfile that it is about, if it has none; a `better` hint takes the place of its own. */
export function withPosition(error: unknown, at: SourcePosition, better?: string): unknown {
  if (!(error instanceof DockrError) || error instanceof ErrorList || error.at) return error;
  const { kind, code, message, hint, output, facts } = error;
  return new DockrError(kind, code, { message, at, hint: better ?? hint, output, facts, cause: error });
}

/** What Node says of a file, as the machine's refusal that it is. */
export function explainFileError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const hint = 'free space on the disk that holds the state directory';
    return new SystemError('disk-full', { message: `cannot write a layer: ${error.message}`, hint, cause: error });
  }
  if (error instanceof DockrError || !/^E[A-Z0-9]+$/.test(code)) return error;
  return new SystemError(code, { message: error.message, cause: error });
}

/** The last is what readlink() says of what is no link any more. */
const CHANGED: readonly string[] = ['source-changed', 'ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE', 'EINVAL'];

/** Whether reading failed because somebody removed or replaced a file, or a folder above it, after its name was read. */
export function isChange(error: unknown): boolean {
  return CHANGED.includes(errorCode(error) ?? '');
}

/** Files of a context that somebody changes while they are read. */
export function explainChange(error: unknown, label: string): unknown {
  if (errorCode(error) === 'source-changed' || !isChange(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new BuildError('source-changed', { message: `${label} changed while it was read: ${reason}`, cause: error });
}
