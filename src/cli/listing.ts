import type { Cli } from './cli.ts';

export type Listing<T> = {
  readonly items: readonly T[];
  readonly format: 'table' | 'json' | undefined;
  readonly table: (items: readonly T[]) => string;
};

/** Prints a list as a table, or as JSON with one value a line. */
export function printListing<T>(cli: Cli, { items, format, table }: Listing<T>): void {
  const json = format === 'json' || (cli.globals.json && format !== 'table');
  cli.output.stdout.write(json ? toJsonLines(items) : table(items));
}

export function toJsonLines(items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

/** One value a line. */
export function toLines(items: readonly string[]): string {
  return items.map((item) => `${item}\n`).join('');
}
