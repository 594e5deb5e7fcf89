// Variables in texts and trees.
import { extractVariables } from '../../../src/stack/extract-variables.ts';
import { interpolateTree } from '../../../src/stack/interpolate.ts';
import { createProblems } from '../../../src/stack/problems.ts';
import { substitute } from '../../../src/stack/template.ts';
import { toPlain } from '../../../src/stack/tree.ts';
import type { Case } from '../cases.ts';
import {
  type CaseFile,
  type CaseFiles,
  checkThrowing,
  compare,
  judgeErrors,
  judgeValue,
  type Outcome,
} from '../check-cases.ts';
import { loadModel } from '../load-model.ts';
import { parseTree } from '../parse-tree.ts';

function environmentOf(each: Case): Readonly<Record<string, string>> {
  return each['env'] as Record<string, string>;
}

function runTemplate(each: Case): Outcome {
  const variables = new Map(Object.entries(environmentOf(each)));
  const text = String(each['template'] ?? each['input']);
  return checkThrowing(each, () => substitute(text, { lookup: (name) => variables.get(name) }));
}

function runTree(each: Case): Outcome | Promise<Outcome> {
  if (each['casts']) return runCasts(each);
  const variables = new Map(Object.entries(environmentOf(each)));
  const problems = createProblems();
  const tree = interpolateTree(parseTree(JSON.stringify(each['input'])), (name) => variables.get(name), problems);
  return problems.errors.length > 0 ? judgeErrors(each, problems.errors) : judgeValue(each, toPlain(tree));
}

/** Types come about where a service is read: a number and a flag of one stand for those of the case. */
const ATTRIBUTES: Readonly<Record<string, string>> = { int: 'scale', bool: 'init' };

async function runCasts(each: Case): Promise<Outcome> {
  const [[name, values] = ['', {}]] = Object.entries(each['input'] as Record<string, Record<string, string>>);
  const casts = Object.entries(each['casts'] as Record<string, string>).map(([path, type]) => ({
    key: path.replace('*.', ''),
    attribute: ATTRIBUTES[type] ?? type,
  }));
  const given = casts.map(({ key, attribute }) => [attribute, values[key]]);
  const model = { services: { [name]: { image: 'x', ...Object.fromEntries(given) } } };
  const result = await loadModel(model, { environment: environmentOf(each) });
  if ('errors' in result) return judgeErrors(each, result.errors);
  const service = result.loaded.stack.services[name] as unknown as Readonly<Record<string, unknown>>;
  const read = casts.map(({ key, attribute }) => [key, service[attribute]]);
  return compare({ [name]: Object.fromEntries(read) }, each.expect);
}

function runVariables(each: Case): Outcome {
  const found = extractVariables(parseTree(JSON.stringify(each['input'])));
  const shapes = found.map(({ name, required, fallback, alternate }) => [
    name,
    { default: fallback, presence: alternate, required },
  ]);
  return compare(Object.fromEntries(shapes), each.expect);
}

const TEMPLATES: CaseFile = { differences: {}, run: runTemplate };

export const VARIABLES: CaseFiles = {
  'oracle/template.json': TEMPLATES,
  'compose-go-cases/template.json': TEMPLATES,
  'compose-go-cases/dotenv-expand.json': TEMPLATES,
  'compose-go-cases/interpolate.json': { differences: {}, run: runTree },
  'compose-go-cases/extract-variables.json': { differences: {}, run: runVariables },
};
