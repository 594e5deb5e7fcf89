import type { WireError } from '../../core/errors.ts';

/** Why a preview could not be made or taken down; `name` is that of the parent where there is none. */
export type PreviewProblem = { readonly name: string; readonly error: WireError };
