// The stack files that both sides get, byte for byte.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../support/test-root.ts';

/** What the services run. `deaf` programs do not hear SIGTERM: pid 1 without a handler. */
export type Program = 'ready' | 'deaf';

export type BenchStack = {
  readonly name: string;
  readonly file: string;
  readonly size: number;
};

/** One service in so many publishes a port. */
const PUBLISHING = 10;

const COMMANDS: Readonly<Record<Program, readonly string[]>> = {
  ready: ['sh', '-c', "trap 'exit 0' TERM; sleep 1000000 & wait"],
  deaf: ['sleep', '1000000'],
};

/** Writes a stack of `size` services on one default network. */
export async function writeStack(
  directory: string,
  stack: { readonly image: string; readonly size: number; readonly program: Program },
): Promise<BenchStack> {
  const name = `bench-${stack.program}-${stack.size}`;
  const services: Record<string, unknown> = {};
  for (let number = 1; number <= stack.size; number++) {
    const ports = number % PUBLISHING === 1 ? { ports: [`${await findFreePort()}:80`] } : {};
    services[`s${number}`] = { image: stack.image, command: COMMANDS[stack.program], ...ports };
  }
  const folder = join(directory, name);
  const file = join(folder, 'compose.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, toYaml({ name, services }));
  return { name, file, size: stack.size };
}

// As people write them: a line a service key, not JSON in a row, so that the parsers have the usual work.
function toYaml({ name, services }: { readonly name: string; readonly services: Record<string, unknown> }): string {
  const lines = [`name: ${name}`, 'services:'];
  for (const [service, keys] of Object.entries(services)) {
    lines.push(`  ${service}:`);
    for (const [key, value] of Object.entries(keys as object)) lines.push(`    ${key}: ${JSON.stringify(value)}`);
  }
  return `${lines.join('\n')}\n`;
}
