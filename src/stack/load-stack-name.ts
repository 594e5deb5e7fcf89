// The name of a stack without the rest of it: for commands about what runs, which need not wait for a parser, and which work
// while the file has an error somewhere else.
import { findSetting } from './find-stack-files.ts';
import { toLookup } from './load-environment.ts';
import { checkStackName, isStackName, nameOfFolder } from './project-name.ts';
import { type LoadOptions, readStackFiles } from './read-stack-files.ts';

/** The same name as `loadStack` gives. Parses the files only where the name cannot be read off a line of its own. */
export async function loadStackName(options: LoadOptions): Promise<string> {
  const { sources, directory, variables } = await readStackFiles(options);
  const given = options.projectName || findSetting(toLookup(variables), 'PROJECT_NAME');
  if (given) return checkStackName(given);
  for (const source of sources.toReversed()) {
    const written = scanName(source.text);
    if (written.kind === 'name') return written.name;
    if (written.kind === 'unclear') return loadWhole(options);
  }
  return nameOfFolder(directory);
}

async function loadWhole(options: LoadOptions): Promise<string> {
  const { loadStack } = await import('./load-stack.ts');
  return (await loadStack(options)).stack.name;
}

type Written = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'none' | 'unclear' };

const UNCLEAR: Written = { kind: 'unclear' };
/** Flow style, several documents, directives, merges, explicit or escaped keys, tags, marks: whatever could put a name elsewhere. */
const UNUSUAL = /^(?:[{[?!&*%\uFEFF]|---|\.\.\.|<<|"[^"\n]*\\)/m;
/** The first line with content is indented, and so is the whole top level. */
const INDENTED = /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+[^ \t\r\n#]/;
const NAME_LINE = /^(?:name|"name"|'name')[ \t]*:(.*)$/gm;
const PLAIN_VALUE = /^[ \t]+(["']?)([^"'\s#]+)\1[ \t]*(?:[ \t]#.*)?$/;
/** What YAML reads as something other than a text. */
const NO_TEXT = /^(?:[0-9][0-9_]*|0[xo][0-9a-f_]+|null|true|false|yes|no|on|off|[0-9]+e[0-9]+)$/;

/** Lines that begin in the first column belong to the top level in block style, and scalars go on in lines that do not. */
function scanName(text: string): Written {
  if (UNUSUAL.test(text) || INDENTED.test(text)) return UNCLEAR;
  const lines = [...text.matchAll(NAME_LINE)];
  if (lines.length === 0) return { kind: 'none' };
  const [, quote, name] = PLAIN_VALUE.exec((lines[0]?.[1] ?? '').trimEnd()) ?? [];
  const isText = quote !== '' || !NO_TEXT.test(name ?? '');
  return lines.length === 1 && name !== undefined && isStackName(name) && isText ? { kind: 'name', name } : UNCLEAR;
}
