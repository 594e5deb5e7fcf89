// Checks of the file as a whole, whichever stage is built: names, cases, comments, FROM lines.
import type { SourcePosition } from '../../../../core/position.ts';
import { suggest } from '../../../../core/suggest.ts';
import { descriptionOf } from '../description.ts';
import { resolveGlobalArgs, type Variables } from '../global-args.ts';
import type { Dockerfile, FromInstruction, Instruction, Stage } from '../model.ts';
import { expandWord, hasVariable } from '../shell-words.ts';

/** A warning before anyone asked whether it is wanted. */
export type Finding = {
  readonly rule: string;
  readonly message: string;
  readonly at: SourcePosition;
  readonly comments: readonly string[];
};

/** Names of the variables every FROM sees. */
export const AUTOMATIC_ARGS: readonly string[] = ['TARGET', 'BUILD'].flatMap((prefix) =>
  ['PLATFORM', 'OS', 'ARCH', 'VARIANT', 'OSVERSION'].map((name) => prefix + name),
);

const RESERVED_NAMES: ReadonlySet<string> = new Set(['scratch', 'context']);
const IMAGE = /^[a-z0-9]+([._/:-]+[a-zA-Z0-9_]+)*(:[\w][\w.-]{0,127})?(@[a-z0-9]+:[0-9a-f]+)?$/i;

/** Everything that can be said without looking at a stage's instructions in order. */
export function checkFile(
  dockerfile: Dockerfile,
  given: { readonly platformArgs?: Variables } = {},
): readonly Finding[] {
  const all = dockerfile.stages.flatMap((stage): readonly Instruction[] => [stage.from, ...stage.instructions]);
  return [
    ...checkCasing(all),
    ...dockerfile.stages.flatMap((stage) => checkStageName(stage, dockerfile.stages)),
    ...dockerfile.stages.flatMap((stage) => checkFrom(stage, dockerfile, given.platformArgs ?? {})),
    ...[...dockerfile.globalArgs, ...all].flatMap(checkDescription),
    ...all.flatMap((instruction) =>
      instruction.kind === 'maintainer'
        ? [finding('MaintainerDeprecated', 'MAINTAINER is deprecated, use a label', instruction)]
        : [],
    ),
  ];
}

export function finding(
  rule: string,
  message: string,
  { at, comments }: Pick<Instruction, 'at' | 'comments'>,
): Finding {
  return { rule, message, at, comments };
}

/** The word of an instruction as it is written. */
function keywordOf({ at, kind }: Instruction): string {
  return at.text?.slice(at.column - 1, at.column - 1 + at.length) ?? kind;
}

function checkCasing(instructions: readonly Instruction[]): readonly Finding[] {
  const keywords = instructions.map(keywordOf);
  const lower = keywords.filter((word) => word === word.toLowerCase()).length;
  const upper = keywords.filter((word) => word === word.toUpperCase()).length;
  const [wanted, cased] =
    lower > upper
      ? (['lower', (word: string) => word.toLowerCase()] as const)
      : (['upper', (word: string) => word.toUpperCase()] as const);
  return instructions.flatMap((instruction) => {
    const word = keywordOf(instruction);
    if (word === cased(word)) return [];
    return [
      finding('ConsistentInstructionCasing', `"${word}" is not in ${wanted} case as most of the file is`, instruction),
    ];
  });
}

function checkStageName({ from, index, name }: Stage, stages: readonly Stage[]): readonly Finding[] {
  if (!from.written || !name) return [];
  const findings: Finding[] = [];
  const { as, name: written } = from.written;
  if (written !== name) findings.push(finding('StageNameCasing', `stage name "${written}" is not in lower case`, from));
  const keyword = keywordOf(from);
  const isLower = keyword === keyword.toLowerCase();
  const isUpper = keyword === keyword.toUpperCase();
  if ((isLower && as !== as.toLowerCase()) || (isUpper && as !== as.toUpperCase())) {
    findings.push(finding('FromAsCasing', `"${as}" is not in the case of "${keyword}"`, from));
  }
  if (RESERVED_NAMES.has(name)) findings.push(finding('ReservedStageName', `stage name "${name}" is reserved`, from));
  if (stages.slice(0, index).some((other) => other.name === name)) {
    findings.push(finding('DuplicateStageName', `stage name "${name}" stands twice`, from));
  }
  return findings;
}

function checkFrom(stage: Stage, dockerfile: Dockerfile, platformArgs: Variables): readonly Finding[] {
  const { from } = stage;
  return [
    ...checkFromVariables(from, dockerfile, platformArgs),
    ...checkFromDefaults(from, dockerfile, platformArgs),
    ...checkFromPlatform(from),
  ];
}

function checkFromVariables(
  from: FromInstruction,
  dockerfile: Dockerfile,
  platformArgs: Variables,
): readonly Finding[] {
  const declared = new Set([
    ...AUTOMATIC_ARGS,
    ...Object.keys(platformArgs),
    ...dockerfile.globalArgs.flatMap(({ args }) => args.map(({ name }) => name)),
  ]);
  const used = [from.image, from.platform ?? ''].flatMap((text) => variablesOf(text, dockerfile));
  return [...new Set(used)]
    .filter((name) => !declared.has(name))
    .map((name) => {
      const near = suggest(name, declared);
      return finding(
        'UndefinedArgInFrom',
        `variable "${name}" is not declared${near ? `, did you mean "${near}"?` : ''}`,
        from,
      );
    });
}

function variablesOf(text: string, dockerfile: Dockerfile): readonly string[] {
  try {
    return [...expandWord(text, () => undefined, { escapeCharacter: dockerfile.directives.escape }).unset];
  } catch {
    return []; // what cannot be expanded is an error of the build, not a matter of style
  }
}

/** Whether a build without build arguments would find an image name. */
function checkFromDefaults(from: FromInstruction, dockerfile: Dockerfile, platformArgs: Variables): readonly Finding[] {
  if (!hasVariable(from.image)) return [];
  const image = defaultImage(from, dockerfile, platformArgs);
  if (image === undefined || IMAGE.test(image)) return [];
  return [
    finding('InvalidDefaultArgInFrom', `"${from.image}" is no image name when all ARGs have their defaults`, from),
  ];
}

function defaultImage(from: FromInstruction, dockerfile: Dockerfile, platformArgs: Variables): string | undefined {
  try {
    const args = resolveGlobalArgs(dockerfile, { platformArgs });
    return expandWord(from.image, (name) => args[name], { escapeCharacter: dockerfile.directives.escape }).text;
  } catch {
    return undefined; // as above
  }
}

function checkFromPlatform(from: FromInstruction): readonly Finding[] {
  const { platform } = from;
  if (platform === undefined) return [];
  if (/^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform)) {
    return [finding('RedundantTargetPlatform', `platform "${platform}" is the default`, from)];
  }
  if (hasVariable(platform) || platform.split('/').some((part) => part !== '' && from.stageName?.includes(part)))
    return [];
  return [finding('FromPlatformFlagConstDisallowed', `platform "${platform}" is constant`, from)];
}

function checkDescription(instruction: Instruction): readonly Finding[] {
  const comments = instruction.comments.filter((comment) => !comment.startsWith('check='));
  const names = describedNames(instruction);
  if (comments.length === 0 || names.length === 0) return [];
  if (names.some((name) => descriptionOf(comments, name) !== undefined)) return [];
  const [name = ''] = names.length === 1 ? names : ['<name>'];
  return [finding('InvalidDefinitionDescription', `the comment above does not begin with "# ${name} "`, instruction)];
}

function describedNames(instruction: Instruction): readonly string[] {
  if (instruction.kind === 'arg') return instruction.args.map(({ name }) => name);
  return instruction.kind === 'from' && instruction.stageName ? [instruction.stageName] : [];
}
