import type { Connection } from '../client/connection.ts';
import type { Cli } from './cli.ts';
import { withInterrupts } from './interrupts.ts';
import { cutOff, type PumpOptions, pump } from './pump.ts';

/** Stays with a command in a container; interrupts go to the command. */
export async function runAttached(cli: Cli, connection: Connection, options: PumpOptions): Promise<number> {
  const forward = (signal: NodeJS.Signals): void => void connection.send('signal', signal);
  const end = await withInterrupts([forward, forward], () => pump(cli, connection, options));
  if (end === 'closed') throw cutOff();
  return end.exitCode;
}
