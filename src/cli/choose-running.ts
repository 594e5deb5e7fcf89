import type { Client } from '../client/client.ts';
import { UsageError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { findStackName } from './project.ts';
import { byReplica, type Container, isRunning, resolveTargets } from './targets.ts';

export type Running = {
  readonly client: Client;
  /** Ids of those that run now. The first time, throws for a word that is neither a service nor a container. */
  readonly list: () => Promise<readonly string[]>;
};

/** The running containers of the stack of this directory, else of the machine; or only those that are named. */
export async function chooseRunning(cli: Cli, words: readonly string[]): Promise<Running> {
  const [stack, client] = await Promise.all([findStackName(cli), cli.connect()]);
  let isFirst = true;
  const choose = async (): Promise<readonly Container[]> => {
    if (words.length === 0) return client.call('ps', { stack, all: false });
    try {
      return (await resolveTargets(client, stack, words)).chosen;
    } catch (error) {
      // What was there, and is made anew, is back in a moment.
      if (isFirst || !(error instanceof UsageError)) throw error;
      return [];
    }
  };
  const list = async (): Promise<readonly string[]> => {
    const chosen = await choose();
    isFirst = false;
    return chosen
      .filter(isRunning)
      .toSorted(byReplica)
      .map(({ id }) => id);
  };
  return { client, list };
}
