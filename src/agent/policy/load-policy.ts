// The text of a policy, refused as a whole if anything in it is wrong.
import { AgentError, DockrError, ErrorList } from '../../core/errors.ts';
import { comparePositions } from '../../core/position.ts';
import { reportSchemaErrors } from '../../stack/check-schema.ts';
import { OWN_LIMITS, parseYaml } from '../../stack/parse-yaml.ts';
import { createProblems, type Problems } from '../../stack/problems.ts';
import { decodeSource, type SourceText, toPosition } from '../../stack/source-text.ts';
import { findRange, type TreeNode, type TreePath, toPlain } from '../../stack/tree.ts';
import { checkRules } from './check-rules.ts';
import type { PolicyFile, PolicySection } from './policy.ts';
import type { PolicyRules } from './rules.ts';
import { validate } from './validate-policy.generated.js';

/** Parses a policy. Throws `policy-invalid`, for each thing that is wrong in order of place. */
export function parsePolicy(path: string, bytes: Uint8Array | null): PolicyFile {
  if (bytes === null) return { file: path, sections: [] };
  const problems = createProblems();
  const sections = invalidIfThrown(path, () => toSections(decodeSource(path, bytes), problems));
  const [first, ...rest] = problems.errors.toSorted((a, b) => comparePositions(a.at, b.at));
  if (!first) return { file: path, sections };
  throw invalid(path, rest.length === 0 ? first : new ErrorList([first, ...rest]));
}

function toSections(source: SourceText, problems: Problems): readonly PolicySection[] {
  const [tree, ...others] = parseYaml(source, OWN_LIMITS, problems);
  if (!tree) throw new AgentError('policy-invalid', { message: 'it is empty' });
  if (tree.kind !== 'map' || others.length > 0) {
    throw new AgentError('policy-invalid', {
      message: 'it must be one map with "rules" and "deployments"',
      at: toPosition((others[0] ?? tree).at),
    });
  }
  const plain = toPlain(tree);
  if (!validate(plain)) reportSchemaErrors(tree, validate.errors ?? [], problems);
  if (problems.errors.length > 0) return [];
  const sections = sectionsOf(tree, plain as PolicyText);
  for (const section of sections) checkRules(section, problems);
  return sections.map(({ match, rules, placeOf }) => ({
    match,
    rules,
    placeOf: (rule) => toPosition(placeOf([rule])),
  }));
}

type PolicyText = {
  readonly rules?: Partial<PolicyRules> | null;
  readonly deployments?: readonly (PolicySection['match'] & { readonly rules: Partial<PolicyRules> })[];
};

function sectionsOf(tree: TreeNode, { rules, deployments = [] }: PolicyText) {
  const all = rules ? [sectionAt(tree, ['rules'], { match: null, rules })] : [];
  const some = deployments.map(({ rules: own, ...match }, index) =>
    sectionAt(tree, ['deployments', index, 'rules'], { match, rules: own }),
  );
  return [...all, ...some];
}

function sectionAt(tree: TreeNode, path: TreePath, section: Pick<PolicySection, 'match' | 'rules'>) {
  return { ...section, placeOf: (inside: TreePath) => findRange(tree, [...path, ...inside]) };
}

function invalidIfThrown<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof DockrError ? invalid(path, error) : error;
  }
}

/** The same problems with one code, for scripts to tell a wrong policy from a wrong stack. */
function invalid(path: string, error: DockrError): DockrError {
  if (error instanceof ErrorList) {
    const [first, ...rest] = error.errors;
    return new ErrorList([invalid(path, first), ...rest.map((one) => invalid(path, one))]);
  }
  return new AgentError('policy-invalid', {
    message: `the policy "${path}" cannot be used, so nothing is deployed: ${error.message}`,
    at: error.at,
    hint: error.hint,
    cause: error,
  });
}
