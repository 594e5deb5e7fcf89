// Images of services exchanged in the text of a stack file: the characters of their names, and not one more.
import { StackError } from '../core/errors.ts';
import { FOREIGN_LIMITS, parseYaml } from './parse-yaml.ts';
import { createProblems } from './problems.ts';
import { toPosition, toSourceText } from './source-text.ts';
import { getChild, type ScalarNode, type TreeNode, toPlain } from './tree.ts';

/** Gives the new name for that which is written; undefined leaves it. */
export type Rename = (service: string, written: string) => string | undefined;

export type Replaced = { readonly text: string; readonly services: readonly string[] };

type Edit = { readonly service: string; readonly start: number; readonly end: number; readonly to: string };

/** Throws `image-not-editable` where a name is put together, or shared with another place. */
export function replaceImages(file: string, text: string, rename: Rename): Replaced {
  const tree = parse(file, text);
  const edits = tree ? findEdits(tree, rename) : [];
  let next = text;
  for (const { start, end, to } of edits.toSorted((a, b) => b.start - a.start))
    next = next.slice(0, start) + to + next.slice(end);
  if (tree && edits.length > 0) checkResult(file, next, expected(tree, edits));
  return { text: next, services: edits.map(({ service }) => service) };
}

function parse(file: string, text: string): TreeNode | undefined {
  const problems = createProblems();
  const trees = parseYaml(toSourceText(file, text), FOREIGN_LIMITS, problems);
  // Of several documents, all but the first would be merged onto it: none of that is looked at here.
  return problems.errors.length === 0 && trees.length === 1 ? trees[0] : undefined;
}

function findEdits(tree: TreeNode, rename: Rename): readonly Edit[] {
  const services = getChild(tree, 'services');
  if (services?.kind !== 'map') return [];
  return [...services.entries].flatMap(([service, { value }]) => {
    const image = getChild(value, 'image');
    if (image?.kind !== 'scalar' || typeof image.value !== 'string') return [];
    const to = rename(service, image.value);
    return to === undefined || to === image.value ? [] : [toEdit(service, image, to)];
  });
}

function toEdit(service: string, image: ScalarNode, to: string): Edit {
  const { source, start, end } = image.at;
  const written = source.text.slice(start, end);
  const value = String(image.value);
  if (written === value) return { service, start, end, to };
  if (written === `"${value}"` || written === `'${value}'`) return { service, start: start + 1, end: end - 1, to };
  throw new StackError('image-not-editable', {
    message: `the image of service "${service}" is not written plainly, so that it cannot be exchanged`,
    at: toPosition(image.at),
    hint: 'write the name of the image in one line',
  });
}

/** The stack file as plain values with the new names, and nothing else changed. */
function expected(tree: TreeNode, edits: readonly Edit[]): unknown {
  const plain = toPlain(tree) as { services: Record<string, { image: string }> };
  const services = { ...plain.services };
  for (const { service, to } of edits) {
    const one = services[service];
    if (one) services[service] = { ...one, image: to };
  }
  return { ...plain, services };
}

function checkResult(file: string, text: string, wanted: unknown): void {
  const tree = parse(file, text);
  if (tree && JSON.stringify(toPlain(tree)) === JSON.stringify(wanted)) return;
  throw new StackError('image-not-editable', {
    message: `an image in "${file}" is used in more than one place, by an anchor or a merge, so that it cannot be exchanged alone`,
    hint: 'write the image of each service at the service itself',
  });
}
