// COPY and ADD with their words expanded.
import { BuildError } from '../../../core/errors.ts';
import { checkChmod, isRemoteSource } from '../dockerfile/instructions/copy.ts';
import type { AddInstruction, CopyInstruction } from '../dockerfile/model.ts';
import { expandHeredoc } from '../dockerfile/shell-words.ts';
import { absolutePath, expand, type InstructionContext } from './expand.ts';
import type { CopyStep, FileSource } from './stage-step.ts';

/** The step of a COPY or ADD. Throws `not-supported` for downloads. */
export function copyStep(instruction: CopyInstruction | AddInstruction, context: InstructionContext): CopyStep {
  const { at } = instruction;
  const expanded = (word: string): string => expand(word, at, context);
  const sources = instruction.sources.map(expanded);
  for (const source of sources) checkLocal(source, instruction);
  const destination = expanded(instruction.destination);
  const chown = instruction.chown === undefined ? null : expanded(instruction.chown);
  const chmod = instruction.chmod === undefined ? null : expanded(instruction.chmod);
  if (chmod !== null) checkChmod(chmod, at);
  const name = instruction.kind === 'copy' ? 'COPY' : 'ADD';
  const parents = instruction.kind === 'copy' && instruction.parents;
  return {
    kind: 'copy',
    at,
    instruction: name,
    source: sourceOf(instruction, context),
    sources,
    inlineFiles: instruction.inlineFiles.map((file) => ({
      name: file.name,
      content: file.expand ? expandHeredoc(file.content, context.lookup, at).text : file.content,
    })),
    destination: absolutePath(destination, context.state.workingDir),
    isDirectory: /(^|\/)\.?$/.test(destination) || destination.endsWith('/..') || destination === '..',
    chown: chown || null,
    chmod: chmod || null,
    exclude: instruction.exclude,
    parents,
    unpack: instruction.kind === 'add' && instruction.unpack !== false,
    title: instruction.original,
    createdBy: createdBy(name, {
      parents,
      chown,
      chmod,
      sources,
      inline: instruction.inlineFiles.map((file) => `<<${file.name}`),
      destination,
    }),
  };
}

function sourceOf(instruction: CopyInstruction | AddInstruction, { stage }: InstructionContext): FileSource {
  if (instruction.kind === 'add' || instruction.from === undefined) return { kind: 'build-context' };
  return stage.sources.get(instruction.from) ?? { kind: 'build-context' };
}

function checkLocal(source: string, { at, kind }: CopyInstruction | AddInstruction): void {
  if (!isRemoteSource(source)) return;
  throw new BuildError('not-supported', {
    message: `${kind.toUpperCase()} has the source "${source}": downloads are not supported yet`,
    at,
    hint: 'download it in a RUN, or into the build context before the build',
  });
}

type Title = {
  readonly parents: boolean;
  readonly chown: string | null;
  readonly chmod: string | null;
  readonly sources: readonly string[];
  readonly inline: readonly string[];
  readonly destination: string;
};

function createdBy(name: string, { parents, chown, chmod, sources, inline, destination }: Title): string {
  const flags = [
    ...(parents ? ['--parents'] : []),
    ...(chown ? [`--chown=${chown}`] : []),
    ...(chmod ? [`--chmod=${chmod}`] : []),
  ];
  return [name, ...flags, ...sources, ...inline, destination, '# buildkit'].join(' ');
}
