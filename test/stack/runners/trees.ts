// Trees: what is valid, and one over another.
import { checkSchema } from '../../../src/stack/check-schema.ts';
import { dropReset, mergeTrees, uniqueItems } from '../../../src/stack/merge-trees.ts';
import { parseEnvFile } from '../../../src/stack/parse-env-file.ts';
import { createProblems } from '../../../src/stack/problems.ts';
import { toSourceText } from '../../../src/stack/source-text.ts';
import { toPlain } from '../../../src/stack/tree.ts';
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, different, type Outcome, SAME } from '../check-cases.ts';
import { toComparable } from '../compare-shape.ts';
import { parseTree } from '../parse-tree.ts';

/** The reasons have other names there: valid or not is what counts. */
async function runSchema(each: Case): Promise<Outcome> {
  const problems = createProblems();
  const isValid = await checkSchema(parseTree(JSON.stringify(each['input'])), problems);
  if (isValid === (each.expect_error === undefined)) return SAME;
  return different(problems.errors.map((error) => error.message).join('; '));
}

function runMerge(each: Case): Outcome {
  return compare(merged(each), toPlain(parseTree(String(each.expect))));
}

function merged(each: Case): unknown {
  const tree = mergeTrees(parseTree(String(each['base'])), parseTree(String(each['override'])));
  return toPlain(uniqueItems(dropReset(tree)));
}

function runUnicity(each: Case): Outcome {
  return compare(toPlain(uniqueItems(parseTree(String(each['input'])))), toPlain(parseTree(String(each.expect))));
}

/** The specification shows what a stack comes to: what is empty says nothing there. */
function runExample(each: Case): Outcome {
  if (each['op'] === 'dotenv') {
    const source = toSourceText('.env', String(each['input']));
    return compare(Object.fromEntries(parseEnvFile(source, { lookup: () => undefined })), each.expect);
  }
  const shown = { withoutPaths: false, isNormalized: true };
  return compare(toComparable(merged(each), shown), toComparable(toPlain(parseTree(String(each.expect))), shown));
}

export const TREES: CaseFiles = {
  'compose-go-cases/schema.json': { differences: {}, run: runSchema },
  'compose-go-cases/merge.json': {
    differences: {
      'override/Test_mergeYamlBuildSequence': 'defect of the reference: "build.platform" is not of the specification',
    },
    run: runMerge,
  },
  'compose-go-cases/unicity.json': { differences: {}, run: runUnicity },
  'compose-go-cases/spec-examples.json': { differences: {}, run: runExample },
};
