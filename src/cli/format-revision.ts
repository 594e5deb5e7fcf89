// A revision as text that can be compared: the stack as a file, and behind it what its names stood for.
import type { AnswerOf } from '../client/client.ts';
import { formatStack } from '../stack/format-stack.ts';

const SHOWN_DIGITS = 12;

export function formatRevision({ model, images, inputs }: AnswerOf<'revision'>): string {
  return `${formatStack(model)}${listed('images', images)}${listed('inputs', inputs)}`;
}

/** As a comment: it is not of the file. */
function listed(title: string, digests: Readonly<Record<string, string>>): string {
  const names = Object.keys(digests).sort();
  if (names.length === 0) return '';
  return [`# ${title}:`, ...names.map((name) => `#   ${name}: ${shortened(digests[name] ?? '')}`), ''].join('\n');
}

function shortened(digest: string): string {
  return digest.replace(/^.*:/, '').slice(0, SHOWN_DIGITS);
}
