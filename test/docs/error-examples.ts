// The examples of docs/errors.md: files in fences, and what is said about them in a fence `text`.

import { toWireError } from '../../src/core/errors.ts';
import { formatError } from '../../src/ui/format-error.ts';
import { formatWarning } from '../../src/ui/format-warning.ts';
import { memoryReader, tryLoad } from '../stack/load-case.ts';

export type ErrorExample = {
  readonly code: string;
  /** By name. */
  readonly files: Readonly<Record<string, string>>;
  readonly output: string;
};

const HEADING = '\n## Stack files by example\n';
const FOLDER = '/srv/shop';
const FENCE = /^```(?<info>.+)\n(?<text>(?:(?!```).*\n)*)```$/gm;

export function readExamples(page: string): readonly ErrorExample[] {
  return sectionsOf(page).map(parseExample);
}

/** The page with the outputs that `outputOf` gives. */
export function withOutputs(page: string, outputOf: (code: string) => string): string {
  const [before = ''] = page.split(HEADING);
  return sectionsOf(page).reduce((text, section) => {
    const output = `\`\`\`text\n${outputOf(parseExample(section).code)}\`\`\``;
    return text.replace(section, () => section.replace(/^```text\n(?:(?!```).*\n)*```$/m, () => output));
  }, page.slice(0, before.length) + page.slice(before.length));
}

/** What the command line prints for these files. */
export async function outputOf({ files }: ErrorExample): Promise<string> {
  const paths = Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]);
  const result = await tryLoad({
    files: [],
    cwd: FOLDER,
    environment: {},
    ...memoryReader(Object.fromEntries(paths)),
  });
  const paint = (_: string, text: string): string => text;
  // What is wrong but can be shown is refused by the commands that act on a stack.
  const errors = 'errors' in result ? result.errors : result.loaded.unsupported.map(({ error }) => error);
  if (errors.length > 0 || 'errors' in result)
    return errors.map((error) => formatError(toWireError(error), { paint, cwd: FOLDER })).join('\n');
  return result.loaded.warnings.map((warning) => formatWarning(warning, paint)).join('');
}

function sectionsOf(page: string): readonly string[] {
  const [, examples = ''] = page.split(HEADING);
  return examples.split(/^(?=### )/m).slice(1);
}

function parseExample(section: string): ErrorExample {
  const code = /^### `([a-z-]+)`/.exec(section)?.[1] ?? '';
  const files: Record<string, string> = {};
  let output = '';
  for (const { groups } of section.matchAll(FENCE)) {
    const [kind, name = 'compose.yaml'] = groups?.['info']?.split(' ') ?? [];
    if (kind === 'text') output = groups?.['text'] ?? '';
    else files[name] = groups?.['text'] ?? '';
  }
  return { code, files, output };
}
