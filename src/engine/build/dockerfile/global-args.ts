// The ARGs before the first FROM, and the bases that FROM lines name with them.
import { BuildError } from '../../../core/errors.ts';
import { suggest } from '../../../core/suggest.ts';
import type { Dockerfile, EscapeCharacter, Stage } from './model.ts';
import { expandWord } from './shell-words.ts';

/** Values by name. */
export type Variables = Readonly<Record<string, string>>;

/** A FROM with its variables replaced. */
export type ExpandedBase = { readonly image: string; readonly platform?: string };

/**
 * The values FROM lines see: `platformArgs` (TARGETPLATFORM and its kin), then each ARG in turn, where a build argument
 * beats the default, and a default that is not used is not looked at.
 */
export function resolveGlobalArgs(
  dockerfile: Dockerfile,
  options: { readonly buildArgs?: Variables; readonly platformArgs?: Variables } = {},
): Variables {
  const { buildArgs = {}, platformArgs = {} } = options;
  const values = new Map(Object.entries(platformArgs));
  for (const [name, value] of Object.entries(buildArgs)) if (values.has(name)) values.set(name, value);
  const escapeCharacter = dockerfile.directives.escape;
  for (const instruction of dockerfile.globalArgs) {
    for (const { name, default: text } of instruction.args) {
      const given = Object.hasOwn(buildArgs, name) ? buildArgs[name] : undefined;
      const value =
        given ??
        (text === undefined
          ? undefined
          : expandWord(text, (key) => values.get(key), { escapeCharacter, at: instruction.at }).text);
      if (value !== undefined) values.set(name, value);
    }
  }
  return Object.fromEntries(values);
}

/** The image or stage a FROM names, and its platform. Throws where variables leave nothing of either. */
export function expandBase(stage: Stage, args: Variables, escapeCharacter: EscapeCharacter): ExpandedBase {
  const { from } = stage;
  const expand = (text: string) =>
    expandWord(text, (name) => (Object.hasOwn(args, name) ? args[name] : undefined), { escapeCharacter, at: from.at });
  const image = expand(from.image);
  if (image.text === '') throw emptyBase(stage, { what: 'image', text: from.image, unset: image.unset, args });
  if (from.platform === undefined) return { image: image.text };
  const platform = expand(from.platform);
  if (platform.text === '')
    throw emptyBase(stage, { what: 'platform', text: from.platform, unset: platform.unset, args });
  return { image: image.text, platform: platform.text };
}

type Empty = {
  readonly what: string;
  readonly text: string;
  readonly unset: ReadonlySet<string>;
  readonly args: Variables;
};

function emptyBase({ from }: Stage, { what, text, unset, args }: Empty): BuildError {
  const [name] = unset;
  const near = name === undefined ? undefined : suggest(name, Object.keys(args));
  const message = `FROM has the ${what} "${text}", of which nothing is left once variables are replaced`;
  if (name === undefined) return new BuildError('empty-base', { message, at: from.at });
  const hint = near
    ? `did you mean "${near}"?`
    : `declare ARG ${name}=<default> before the first FROM, or pass --build-arg ${name}=<value>`;
  return new BuildError('empty-base', { message, at: from.at, hint });
}
