// The text of a file, or of what flags stand for, as declarations. Refused as a whole if anything in it is wrong.
import { DEFAULT_DECLARATION, type Declaration } from '../../core/declaration.ts';
import { StackError } from '../../core/errors.ts';
import type { SourcePosition } from '../../core/position.ts';
import { reportSchemaErrors } from '../../stack/check-schema.ts';
import { FOREIGN_LIMITS, parseYaml } from '../../stack/parse-yaml.ts';
import { createProblems, type Problems, throwProblems } from '../../stack/problems.ts';
import { decodeSource, toPosition } from '../../stack/source-text.ts';
import { type TreeNode, type TreePath, toPlain } from '../../stack/tree.ts';
import type { DeclarationText } from './declaration-text.ts';
import { Reading } from './reading.ts';
import { toDeclaration, type UsualSettings } from './to-declaration.ts';
import { validate } from './validate-declaration.generated.js';

export type ParsedDeclaration = {
  readonly name: string;
  readonly declaration: Declaration;
  /** Where a part of it stands. */
  readonly placeOf: (path: TreePath) => SourcePosition;
};

const LONGEST_NAME = 63;

/** One for each document. `file` is how the file is told. Throws a StackError, or an ErrorList of all problems by place. */
export function parseDeclarations(
  file: string,
  bytes: Uint8Array,
  usual: UsualSettings = DEFAULT_DECLARATION,
): readonly ParsedDeclaration[] {
  const source = decodeSource(file, bytes);
  const problems = createProblems();
  const trees = parseYaml(source, FOREIGN_LIMITS, problems);
  if (trees.length === 0)
    throw new StackError('empty-file', {
      message: `file "${file}" declares nothing`,
      at: toPosition({ source, start: 0, end: 0 }),
    });
  const parsed = trees.flatMap((tree) => parseTree(tree, problems, usual) ?? []);
  checkNames(parsed, problems);
  throwProblems(problems);
  return parsed;
}

/** The one that a text has. */
export function parseDeclaration(file: string, bytes: Uint8Array): ParsedDeclaration {
  const [first, second] = parseDeclarations(file, bytes);
  if (first && !second) return first;
  throw new StackError('several-declarations', {
    message: `"${file}" declares several deployments, expected one`,
    at: second?.placeOf([]),
    hint: 'put it into the folder of declarations, where a file may have several',
  });
}

function parseTree(tree: TreeNode, problems: Problems, usual: UsualSettings): ParsedDeclaration | undefined {
  const found = problems.errors.length;
  const plain = toPlain(tree);
  if (!validate(plain)) reportSchemaErrors(tree, validate.errors ?? [], problems);
  if (problems.errors.length > found) return undefined;
  const text = plain as DeclarationText;
  const reading = new Reading(tree, problems);
  if (text.name.length > LONGEST_NAME)
    reading.report(['name'], 'wrong-value', `name "${text.name}" is longer than ${LONGEST_NAME} characters`);
  const declaration = toDeclaration(reading, text, usual);
  return { name: text.name, declaration, placeOf: (path) => reading.placeOf(path) };
}

/** Of two for different machines, each may have the same name: what is there on one of them, is seen there. */
function checkNames(parsed: readonly ParsedDeclaration[], problems: Problems): void {
  const seen = new Map<string, ParsedDeclaration>();
  for (const one of parsed) {
    const { name, placeOf } = one;
    const other = seen.get(name);
    if (other && (other.declaration.hosts.length === 0 || one.declaration.hosts.length === 0))
      problems.errors.push(
        new StackError('deployment-exists', {
          message: `deployment "${name}" is declared twice`,
          at: placeOf(['name']),
        }),
      );
    seen.set(name, one);
  }
}
