// The text of the agent's settings, refused as a whole if anything in it is wrong.
import { AgentError, DockrError, ErrorList } from '../../core/errors.ts';
import { reportSchemaErrors } from '../../stack/check-schema.ts';
import { OWN_LIMITS, parseYaml } from '../../stack/parse-yaml.ts';
import { addError, createProblems, type Problems, throwProblems } from '../../stack/problems.ts';
import { decodeSource, toPosition } from '../../stack/source-text.ts';
import { findRange, toPlain } from '../../stack/tree.ts';
import type { AgentSettings } from './agent-settings.ts';
import type { Report } from './report.ts';
import { type SettingsText, toSettings } from './to-settings.ts';
import { validate } from './validate-settings.generated.js';

/** Throws `settings-invalid`, for each thing that is wrong in order of place. */
export function parseAgentSettings(path: string, bytes: Uint8Array): AgentSettings {
  const problems = createProblems();
  try {
    const settings = read(path, bytes, problems);
    throwProblems(problems);
    return settings;
  } catch (error) {
    throw error instanceof DockrError ? invalid(path, error) : error;
  }
}

function read(path: string, bytes: Uint8Array, problems: Problems): AgentSettings {
  const [tree, ...others] = parseYaml(decodeSource(path, bytes), OWN_LIMITS, problems);
  throwProblems(problems);
  if (tree?.kind !== 'map' || others.length > 0) {
    throw new AgentError('settings-invalid', {
      message: 'it must be one map with "webhooks", "forges" and "notifications"',
      ...(tree ? { at: toPosition((others[0] ?? tree).at) } : {}),
    });
  }
  const plain = toPlain(tree);
  if (!validate(plain)) reportSchemaErrors(tree, validate.errors ?? [], problems);
  throwProblems(problems);
  const report: Report = (at, message) => addError(problems, 'wrong-value', message, findRange(tree, at));
  return toSettings(plain as SettingsText, report);
}

/** The same problems with one code, for scripts to tell wrong settings from a wrong stack. */
function invalid(path: string, error: DockrError): DockrError {
  if (error instanceof ErrorList) {
    const [first, ...rest] = error.errors;
    return new ErrorList([invalid(path, first), ...rest.map((one) => invalid(path, one))]);
  }
  return new AgentError('settings-invalid', {
    message: `the settings "${path}" cannot be used: ${error.message}`,
    at: error.at,
    hint: error.hint,
    cause: error,
  });
}
