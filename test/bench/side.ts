import type { BenchStack } from './stack-file.ts';

/** Megabytes of proportional memory (PSS), and of which programs. */
export type Memory = { readonly total: number; readonly parts: Readonly<Record<string, number>> };

/** What is compared: dockr or the peer. Times are in milliseconds; a command that fails throws. */
export type Side = {
  readonly name: string;
  readonly version: string;
  readonly pull: (image: string) => Promise<void>;
  /** Undoes `pull`. */
  readonly forget: (image: string) => Promise<void>;
  readonly up: (stack: BenchStack) => Promise<number>;
  readonly down: (stack: BenchStack) => Promise<number>;
  /** Throws unless every container is listed. */
  readonly ps: (stack: BenchStack) => Promise<number>;
  readonly memory: () => Promise<Memory>;
};

/** Both tools print a heading and a line a container. */
export function checkListed(output: string, stack: BenchStack): void {
  const listed = output.split('\n').filter((line) => line.includes(stack.name)).length;
  if (listed !== stack.size) throw new Error(`${listed} of ${stack.size} containers of ${stack.name} run:\n${output}`);
}
