// COPY and ADD: sources, files written in place, a destination.
import { BuildError } from '../../../../core/errors.ts';
import type { SourcePosition } from '../../../../core/position.ts';
import { isChmod } from '../chmod.ts';
import { type Flags, readFlags } from '../flags.ts';
import { parseHeredocWord, stripLeadingTabs } from '../heredoc.ts';
import type { AddInstruction, CopyInstruction, InlineFile } from '../model.ts';
import type { RawInstruction } from '../raw-instruction.ts';
import { hasVariable } from '../shell-words.ts';
import { argumentsPosition, atLeast, baseOf, type InstructionContext } from './context.ts';

const SHARED_FLAGS = { chown: 'string', chmod: 'string', link: 'boolean', exclude: 'strings' } as const;

/** COPY [flags] <source>... <destination> */
export function parseCopy({ raw }: InstructionContext): CopyInstruction {
  const flags = readFlags(raw, { from: 'string', ...SHARED_FLAGS, parents: 'boolean' });
  const transfer = parseTransfer(raw, flags);
  const url = transfer.sources.find(isRemoteSource);
  if (url !== undefined) {
    throw new BuildError('remote-source', {
      message: `COPY has the source "${url}", expected a path`,
      at: argumentsPosition(raw),
      hint: 'use ADD to download',
    });
  }
  return { ...baseOf(raw), kind: 'copy', ...transfer, ...fromFlag(flags), parents: flags.boolean('parents') ?? false };
}

/** ADD [flags] <source>... <destination> */
export function parseAdd({ raw }: InstructionContext): AddInstruction {
  const flags = readFlags(raw, { ...SHARED_FLAGS, 'keep-git-dir': 'boolean', checksum: 'string', unpack: 'boolean' });
  const checksum = flags.string('checksum');
  const unpack = flags.boolean('unpack');
  const transfer = parseTransfer(raw, flags);
  if (checksum) checkChecksumSource(raw, transfer);
  return {
    ...baseOf(raw),
    kind: 'add',
    ...transfer,
    keepGitDir: flags.boolean('keep-git-dir') ?? false,
    ...(checksum ? { checksum } : {}),
    ...(unpack === undefined ? {} : { unpack }),
  };
}

/** A URL or a git reference, which only ADD takes. */
export function isRemoteSource(source: string): boolean {
  return /^(https?|git|ssh):\/\//i.test(source) || /^git@[^/:]+:/.test(source);
}

/** A checksum is that of one download; a source that is a variable may turn out to be one. */
function checkChecksumSource(
  raw: RawInstruction,
  { sources, inlineFiles }: Pick<AddInstruction, 'sources' | 'inlineFiles'>,
): void {
  const [source = '', ...others] = sources;
  if (others.length === 0 && inlineFiles.length === 0 && (isRemoteSource(source) || hasVariable(source))) return;
  throw new BuildError('bad-checksum', {
    message: `ADD has --checksum and the sources "${raw.arguments.rest.text}", expected one URL or git repository`,
    at: argumentsPosition(raw),
  });
}

function parseTransfer(raw: RawInstruction, flags: Flags) {
  const texts = atLeast(raw, 2, 'one source or more and a destination');
  const destination = texts.at(-1) ?? '';
  if (raw.arguments.style !== 'json' && parseHeredocWord(destination)) {
    throw new BuildError('heredoc-destination', {
      message: `${raw.keyword.toUpperCase()} has the heredoc "${destination}" as its destination, expected a path`,
      at: argumentsPosition(raw),
      hint: `write the heredoc first: ${raw.keyword.toUpperCase()} ${destination} <path>`,
    });
  }
  return { ...splitSources(raw, texts.slice(0, -1)), destination, ...ownership(flags) };
}

function splitSources(raw: RawInstruction, texts: readonly string[]): { sources: string[]; inlineFiles: InlineFile[] } {
  const sources: string[] = [];
  const inlineFiles: InlineFile[] = [];
  for (const text of texts) {
    const word = raw.heredocs.length > 0 ? parseHeredocWord(text) : undefined;
    const heredoc = word && raw.heredocs.find((candidate) => candidate.name === word.name);
    if (!heredoc) sources.push(text);
    else {
      const content = heredoc.stripTabs ? stripLeadingTabs(heredoc.content) : heredoc.content;
      inlineFiles.push({ name: heredoc.name, content, expand: heredoc.expand });
    }
  }
  return { sources, inlineFiles };
}

function ownership(flags: Flags) {
  const chown = flags.string('chown');
  const [chmod] = flags.all('chmod');
  if (chmod?.text && !hasVariable(chmod.text)) checkChmod(chmod.text, chmod.at);
  return {
    link: flags.boolean('link') ?? false,
    exclude: flags.all('exclude').map((value) => value.text),
    ...(chown ? { chown } : {}),
    ...(chmod?.text ? { chmod: chmod.text } : {}),
  };
}

/** Throws where a `--chmod`, variables replaced, is no mode. */
export function checkChmod(text: string, at: SourcePosition): void {
  if (isChmod(text)) return;
  throw new BuildError('bad-chmod', {
    message: `flag "--chmod" has the value "${text}", expected an octal number from 0 to 07777 or changes such as u=rwX,go=rX`,
    at,
  });
}

function fromFlag(flags: Flags): { from?: string; fromAt?: SourcePosition } {
  const [from] = flags.all('from');
  if (!from?.text) return {};
  if (!hasVariable(from.text)) return { from: from.text, fromAt: from.at };
  throw new BuildError('variable-in-from', {
    message: `flag "--from=${from.text}" holds a variable, expected a stage, a context or an image`,
    at: from.at,
    hint: 'name a stage with FROM, which may use global ARGs, and copy from that stage',
  });
}
