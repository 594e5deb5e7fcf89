// One shell that runs the commands of a side one after the other, so that both sides are started and timed alike: from the
// line that the shell reads to its answer lie one fork, one exec and the command.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export type Finished = { readonly ms: number; readonly output: string };

export class Shell implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #outputFile: string;

  /** `command` starts a POSIX shell that reads its standard input. `outputFile` is seen by it and by us at one path. */
  constructor(
    command: readonly [string, ...string[]],
    options: { readonly environment: Readonly<Record<string, string>>; readonly outputFile: string },
  ) {
    const [program, ...words] = command;
    const child = spawn(program, words, { env: options.environment, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#outputFile = options.outputFile;
  }

  /** Runs a command to its end. An exit code other than 0 is an error with all that was printed. */
  async run(words: readonly string[]): Promise<Finished> {
    const command = words.map(quote).join(' ');
    const began = performance.now();
    this.#child.stdin?.write(`${command} </dev/null >${quote(this.#outputFile)} 2>&1; echo "exit $?"\n`);
    const { value, done } = await this.#answers.next();
    const ms = performance.now() - began;
    const output = readFileSync(this.#outputFile, 'utf8');
    if (!done && value === 'exit 0') return { ms, output };
    throw new Error(`${words.join(' ')}: ${done ? 'the shell ended' : value}\n${output}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    await closed;
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
