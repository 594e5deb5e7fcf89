// A variable that only an `env_file` sets is one that its container gets, not one that the stack file can use: people
// expect otherwise, so that it is worth a warning of its own.
import { StackError } from '../core/errors.ts';
import { parseEnvFile } from './parse-env-file.ts';
import type { StackWarning } from './problems.ts';
import type { SourceText } from './source-text.ts';

/** The warnings, those about variables of env files saying so. */
export function explainUnset(
  warnings: readonly StackWarning[],
  envFiles: ReadonlyMap<string, SourceText | StackError | undefined>,
): readonly StackWarning[] {
  if (envFiles.size === 0 || !warnings.some(({ variable }) => variable !== undefined)) return warnings;
  const sources = [...envFiles.values()].flatMap((source) =>
    source === undefined || source instanceof StackError ? [] : source,
  );
  return warnings.map((warning) => {
    const source = sources.find((each) => warning.variable !== undefined && namesIn(each).has(warning.variable));
    if (!source) return warning;
    const message = `variable "${warning.variable}" is not set: "${source.file}" sets it for the container only, so that an empty string takes its place here`;
    return { ...warning, code: 'env-file-variable', message };
  });
}

function namesIn(source: SourceText): ReadonlySet<string> {
  try {
    return new Set(parseEnvFile(source, { lookup: () => '' }).keys());
  } catch (error) {
    // The service that names the file says what is wrong with it.
    if (error instanceof StackError) return new Set();
    throw error;
  }
}
