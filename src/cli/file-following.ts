// The following of files while `up` is attached: with `--watch` from the beginning, with the key `w` for as long as wanted.
import type { Client } from '../client/client.ts';
import { toWireError } from '../core/errors.ts';
import { formatError } from '../ui/format-error.ts';
import type { Cli } from './cli.ts';
import { hasKeys, listenToKeys } from './key-presses.ts';
import type { PlanOptions } from './stack-request.ts';

const KEY = 'w';

export type FileFollowingParts = {
  readonly services: readonly string[];
  readonly options: PlanOptions;
  readonly begins: boolean;
};

export class FileFollowing implements Disposable {
  readonly #cli: Cli;
  readonly #client: Client;
  readonly #parts: FileFollowingParts;
  readonly #failing = Promise.withResolvers<never>();
  #ending: AbortController | undefined;
  #keys: Disposable | undefined;

  constructor(cli: Cli, client: Client, parts: FileFollowingParts) {
    this.#cli = cli;
    this.#client = client;
    this.#parts = parts;
    this.#failing.promise.catch(() => {});
    if (parts.begins) this.#begin((error) => this.#failing.reject(error));
  }

  get isOn(): boolean {
    return this.#ending !== undefined;
  }

  /** Rejects when what `--watch` asked for cannot go on. */
  get failed(): Promise<never> {
    return this.#failing.promise;
  }

  /** From now on the key begins and ends it. `onChange` is told after each time. */
  listen(onChange: () => void): void {
    if (!hasKeys(this.#cli)) return;
    this.#say(this.isOn ? 'press w to stop following the files of the stack' : 'press w to follow its files');
    this.#keys = listenToKeys(this.#cli, (key) => {
      if (key !== KEY) return;
      if (this.isOn) this.#end();
      else this.#begin((error) => this.#tell(error, onChange));
      onChange();
    });
  }

  [Symbol.dispose](): void {
    this.#keys?.[Symbol.dispose]();
    this.#ending?.abort();
  }

  #begin(onFailure: (error: unknown) => void): void {
    const ending = new AbortController();
    this.#ending = ending;
    const plain = { ...this.#parts.options, build: false, 'force-recreate': false };
    const project = { services: this.#parts.services, options: plain, begin: 'follow', signal: ending.signal } as const;
    const follow = async (): Promise<never> => {
      const { watchProject } = await import('./watch-project.ts');
      return watchProject(this.#cli, this.#client, project);
    };
    follow().catch((error: unknown) => {
      if (ending.signal.aborted) return;
      ending.abort();
      this.#ending = undefined;
      onFailure(error);
    });
  }

  #end(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    this.#say('no longer following the files of the stack; press w to do so again');
  }

  /** What was begun by a key is no reason to end what else goes on. */
  #tell(error: unknown, onChange: () => void): void {
    const { output, cwd } = this.#cli;
    output.stderr.write(formatError(toWireError(error), { paint: output.stderr.paint, cwd }));
    onChange();
  }

  #say(text: string): void {
    this.#cli.output.stderr.write(`${text}\n`);
  }
}
