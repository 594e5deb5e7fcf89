// What a RUN hands to the shell.
import { parseHeredocWord, stripLeadingTabs } from './heredoc.ts';
import type { RunInstruction } from './model.ts';

/** How a RUN is executed. */
export type RunScript =
  /** These words, no shell. */
  | { readonly kind: 'exec'; readonly args: readonly string[] }
  /** This text as the last argument of the stage's shell. */
  | { readonly kind: 'shell'; readonly text: string }
  /** A heredoc that begins with `#!`: a file, mode 0755, mounted read-only at `/dev/pipes/<name>`, its path for the shell to run. */
  | { readonly kind: 'file'; readonly name: string; readonly content: string };

/** A heredoc alone is the script; with anything beside it the shell gets text and bodies, and reads them itself. */
export function runScriptOf(run: RunInstruction): RunScript {
  if (run.command.form === 'exec') return { kind: 'exec', args: run.command.args };
  const { text } = run.command;
  const [heredoc] = run.heredocs;
  if (!heredoc) return { kind: 'shell', text };
  if (!parseHeredocWord(text)) return { kind: 'shell', text: withBodies(text, run) };
  const content = heredoc.stripTabs ? stripLeadingTabs(heredoc.content) : heredoc.content;
  if (content.startsWith('#!')) return { kind: 'file', name: heredoc.name, content };
  return { kind: 'shell', text: content };
}

function withBodies(text: string, run: RunInstruction): string {
  return text + run.heredocs.map((heredoc) => `\n${heredoc.content}${heredoc.name}`).join('');
}
