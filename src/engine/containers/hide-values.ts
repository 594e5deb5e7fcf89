// What a container prints becomes part of errors, which are shown and stored: its own secrets are taken out of that.
import type { ContainerSpec } from '../../core/specs.ts';

const HIDDEN = '‹secret›';
/** What is shorter stands in texts by chance. */
const SHORTEST = 4;
const SHORTEST_PART = 6;

export type SecretValue = (digest: string) => Buffer | undefined;

/** The text without the secrets of that container, as a whole, by line, and the values in files of settings. */
export function withoutOwnSecrets(text: string, spec: ContainerSpec, secretValue: SecretValue): string {
  return text === '' ? text : ownSecretsHider(spec, secretValue)(text);
}

/** The same for many texts of one container: its secrets are opened once. */
export function ownSecretsHider(spec: ContainerSpec, secretValue: SecretValue): (text: string) => string {
  const forms = new Set(digestsOf(spec).flatMap((digest) => formsOf(secretValue(digest)?.toString('utf8') ?? '')));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text);
}

function digestsOf({ files, secretEnvironment = {} }: ContainerSpec): readonly string[] {
  const ofFiles = files.flatMap(({ source }) => ('value' in source ? [source.value] : []));
  return [...ofFiles, ...Object.values(secretEnvironment)];
}

function formsOf(value: string): readonly string[] {
  const whole = value.trim();
  const parts = whole.split('\n').flatMap((line) => [line.trim(), ...settingsOf(line)]);
  return [...(whole.length >= SHORTEST ? [whole] : []), ...parts.filter(({ length }) => length >= SHORTEST_PART)];
}

/** `KEY=value`, `key: value`, and what stands in quotes. */
function settingsOf(line: string): readonly string[] {
  const [, rest = ''] = /^[^=:]{1,200}[=:](.*)$/.exec(line) ?? [];
  const quoted = [...line.matchAll(/(["'])(.*?)\1(\s*:)?/g)].flatMap(([, , text = '', colon]) => (colon ? [] : [text]));
  return [rest.trim().replace(/^["']|["',;]+$/g, ''), ...quoted];
}
