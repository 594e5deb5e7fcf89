import { createInterface } from 'node:readline/promises';
import type { Output } from './output.ts';

export type Asking = { readonly output: Output; readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean } };

/** Asks a yes-or-no question on the terminal. Without a terminal, and without an answer, it is no. */
export async function confirm(question: string, { output, stdin }: Asking): Promise<boolean> {
  if (!stdin.isTTY || !output.stderr.isTerminal) return false;
  const prompt = createInterface({ input: stdin, output: output.stderr.stream });
  const ended = new AbortController();
  prompt.once('close', () => ended.abort());
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: ended.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (ended.signal.aborted) return false;
    throw error;
  } finally {
    prompt.close();
  }
}
