// The state of all deployments, again whenever something happens to one of them. A daemon that is replaced meanwhile, as by an
// upgrade, is waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../client/client.ts';
import { errorCode } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { type DeploymentStatus, toStatuses } from '../ui/deployment-status.ts';

export type Following = {
  readonly connect: () => Promise<Client>;
  readonly onStatus: (statuses: readonly DeploymentStatus[]) => void;
  /** The daemon does not answer; it is tried again. */
  readonly onGone: () => void;
  readonly signal: AbortSignal;
};

const ABSENT: ReadonlySet<string> = new Set(['daemon-gone', 'daemon-not-running']);
const RETRY_MS = 500;
/** Events come in bursts: an update of a stack has dozens. */
const SETTLE_MS = 50;

export async function readStatus(client: Client): Promise<readonly DeploymentStatus[]> {
  const [deployments, containers] = await Promise.all([
    client.call('deploy-list', {}),
    client.call('ps', { stack: null, all: true }),
  ]);
  return toStatuses(deployments, containers);
}

/** Rejects when the signal comes, and for what is no absence of the daemon. */
export async function followStatus(following: Following): Promise<never> {
  const { connect, onGone, signal } = following;
  for (;;) {
    signal.throwIfAborted();
    try {
      await followOne(await connect(), following);
    } catch (error) {
      if (signal.aborted || !ABSENT.has(errorCode(error) ?? '')) throw error;
      onGone();
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
  }
}

/** What happens between the first look and the first event would be missed: so the stream is there first. */
async function followOne(client: Client, { onStatus, signal }: Following): Promise<void> {
  const ending = new AbortController();
  const changes = new Changes();
  const stop = AbortSignal.any([signal, ending.signal]);
  const onEvent = (event: DockrEvent): void => {
    if (event.type === 'deployment' || event.type === 'container') changes.note();
  };
  const stream = client.stream('events', { stack: null }, { signal: stop, onEvent }).finally(() => changes.end());
  // It may fail at a moment at which nobody waits for it; whoever does next hears of it all the same.
  stream.catch(() => {});
  try {
    do onStatus(await readStatus(client));
    while (await changes.next(SETTLE_MS));
    await stream;
  } finally {
    ending.abort();
    await stream.catch(() => {});
  }
}

/** Many notes are one change. */
class Changes {
  #isNoted = false;
  #isOver = false;
  #wake: () => void = () => {};

  note(): void {
    this.#isNoted = true;
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Resolves a while after something was noted; false at the end. */
  async next(settleMs: number): Promise<boolean> {
    while (!this.#isNoted && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#isOver) return false;
    await sleep(settleMs);
    this.#isNoted = false;
    return true;
  }
}
