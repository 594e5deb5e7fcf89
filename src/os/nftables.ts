// libnftables in process: rules go in as text, one transaction a call; answers come out as text or JSON.
import { SystemError } from '../core/errors.ts';
import { loadLibrary, type NativeFunction } from './libc.ts';
import { inLowPlace, keepPlaces } from './low-descriptors.ts';
import { withoutSignals } from './signal-mask.ts';

const NFT_CTX_OUTPUT_JSON = 1 << 4;

/** A context of libnftables. It works for good in the network namespace in which it was made. */
export class Nftables implements Disposable, AsyncDisposable {
  readonly #calls = loadCalls();
  readonly #context: unknown;

  constructor() {
    this.#context = inLowPlace(
      (): unknown => this.#calls.create(0),
      (context) => this.#calls.free(context),
    );
    this.#calls.bufferOutput(this.#context);
    this.#calls.bufferErrors(this.#context);
  }

  /** Runs commands as one transaction; all or none take effect. Returns what they printed. */
  run(commands: string): string {
    return this.#result(this.#runHere(commands), commands);
  }

  /** The same on a pool thread. The caller runs one at a time. */
  async runAsync(commands: string): Promise<string> {
    return this.#result(await this.#runOnPool(commands), commands);
  }

  /** The answer to a `list` command as text, without handles; undefined if what is listed does not exist. */
  listText(command: string): string | undefined {
    const status = this.#runHere(command);
    const output: string = this.#calls.output(this.#context);
    this.#calls.errors(this.#context);
    return status === 0 ? output : undefined;
  }

  /** The same on a pool thread: thousands of elements take 100 ms. The caller runs one at a time. */
  async listTextAsync(command: string): Promise<string | undefined> {
    const status = await this.#runOnPool(command);
    const output: string = this.#calls.output(this.#context);
    this.#calls.errors(this.#context);
    return status === 0 ? output : undefined;
  }

  /** The answer to a `list` command, as the objects that nft's JSON holds; empty if what is listed does not exist. */
  list(command: string): readonly NftObject[] {
    this.#calls.setFlags(this.#context, NFT_CTX_OUTPUT_JSON);
    try {
      const status = this.#runHere(command);
      const output: string = this.#calls.output(this.#context);
      this.#calls.errors(this.#context);
      return status === 0 ? parseObjects(output) : [];
    } finally {
      this.#calls.setFlags(this.#context, 0);
    }
  }

  [Symbol.dispose](): void {
    this.#calls.free(this.#context);
    keepPlaces();
  }

  /**
   * The same on a pool thread: after something was deleted, closing the context waits some 10 ms for the kernel's readers.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const free = this.#calls.free as unknown as { async: (...args: unknown[]) => void };
    await new Promise<void>((resolve) => free.async(this.#context, () => resolve()));
    keepPlaces();
  }

  #runHere(commands: string): number {
    return withoutSignals((): number => this.#calls.run(this.#context, commands));
  }

  /** Its threads get no signals, see `keepSignalsFromPool`. */
  #runOnPool(commands: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, value: unknown) => (error ? reject(error) : resolve(Number(value)));
      (this.#calls.run as unknown as { async: (...args: unknown[]) => void }).async(this.#context, commands, done);
    });
  }

  #result(status: number, commands: string): string {
    const output: string = this.#calls.output(this.#context);
    const errors: string = this.#calls.errors(this.#context);
    if (status === 0) return output;
    const lines = errors.trim().split('\n');
    throw new SystemError('nft-failed', {
      message: `nft refused the rules: ${(lines[0] ?? '').replace(/^.*Error: /, '')}`,
      output: lines.slice(0, 20),
      facts: { commands: commands.slice(0, 2000) },
    });
  }
}

/** One object of nft's JSON: `{"chain": {…}}`. */
export type NftObject = Readonly<Record<string, unknown>>;

function parseObjects(json: string): readonly NftObject[] {
  const parsed: unknown = json === '' ? {} : JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null || !('nftables' in parsed)) return [];
  return Array.isArray(parsed.nftables) ? parsed.nftables : [];
}

type Calls = Readonly<
  Record<'create' | 'free' | 'run' | 'bufferOutput' | 'bufferErrors' | 'output' | 'errors' | 'setFlags', NativeFunction>
>;

let calls: Calls | undefined;

/** Loaded when first needed, so that a machine without the library is told so by an error and not by a crash at start. */
function loadCalls(): Calls {
  if (calls) return calls;
  const library = loadLibrary('libnftables.so.1', 'libnftables1');
  calls = {
    create: library.func('void* nft_ctx_new(uint32_t)'),
    free: library.func('void nft_ctx_free(void*)'),
    run: library.func('int nft_run_cmd_from_buffer(void*, const char*)'),
    bufferOutput: library.func('int nft_ctx_buffer_output(void*)'),
    bufferErrors: library.func('int nft_ctx_buffer_error(void*)'),
    output: library.func('const char* nft_ctx_get_output_buffer(void*)'),
    errors: library.func('const char* nft_ctx_get_error_buffer(void*)'),
    setFlags: library.func('void nft_ctx_output_set_flags(void*, uint)'),
  };
  return calls;
}
