import type { Client } from '../client/client.ts';
import type { Cli } from './cli.ts';
import { findStackName } from './project.ts';
import { byReplica, isRunning, resolveTargets } from './targets.ts';

export type Running = {
  readonly client: Client;
  /** Ids of those that run now. Throws for a word that is neither a service nor a container. */
  readonly list: () => Promise<readonly string[]>;
};

/** The running containers of the stack of this directory, else of the machine; or only those that are named. */
export async function chooseRunning(cli: Cli, words: readonly string[]): Promise<Running> {
  const [stack, client] = await Promise.all([findStackName(cli), cli.connect()]);
  const list = async (): Promise<readonly string[]> => {
    const chosen =
      words.length > 0
        ? (await resolveTargets(client, stack, words)).chosen.filter(isRunning)
        : (await client.call('ps', { stack, all: false })).filter(isRunning);
    return chosen.toSorted(byReplica).map(({ id }) => id);
  };
  return { client, list };
}
