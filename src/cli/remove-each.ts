import { DockrError, ErrorList } from '../core/errors.ts';

/** Tries every name, and throws all that failed together. */
export async function removeEach(names: readonly string[], remove: (name: string) => Promise<void>): Promise<void> {
  const errors: DockrError[] = [];
  for (const name of names) {
    try {
      await remove(name);
    } catch (error) {
      if (!(error instanceof DockrError)) throw error;
      errors.push(error);
    }
  }
  const [first, ...rest] = errors;
  if (first) throw new ErrorList([first, ...rest]);
}
