// Asks the kernel of a container on another host for its MAC, in packets of any size, through all that is between: the VXLAN
// devices and the firewalls of both hosts, and whatever lies between them. The container has nothing to do with it.
import { setTimeout as delay } from 'node:timers/promises';
import { answersEcho } from '../../os/icmp-echo.ts';
import { linkIndex } from '../../os/netlink-links.ts';
import type { ProbePath } from './choose-paths.ts';
import { Questions } from './questions.ts';

export type ProbeOutcome =
  | { readonly kind: 'open' }
  /** Small packets pass; `passes` is the size of the largest that do in one piece, as the network carries them. */
  | { readonly kind: 'narrow'; readonly passes: number }
  /** Nothing comes back through the network, but the host answers otherwise. */
  | { readonly kind: 'blocked' }
  /** The host does not answer at all: it may be down. */
  | { readonly kind: 'silent' }
  /** There is no device to send by: that is told elsewhere. */
  | { readonly kind: 'no-device' };

/** What an ARP request has. */
const SMALLEST = 28;
/** Some packets get lost everywhere: with one in five lost each way, this is wrong once in 500 times. */
const ATTEMPTS = 6;
const SEARCH_ATTEMPTS = 4;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 500;
/** For answers to large packets, at least; else four times that of a small one. */
const LEAST_WAIT_MS = 60;

/** What the way to a host is like; takes 2 s if nothing comes back, and a few if large packets do not. */
export async function probePath(path: ProbePath): Promise<ProbeOutcome> {
  const index = linkIndex(path.device);
  if (index === 0) return { kind: 'no-device' };
  using questions = new Questions(path, index);
  const waitMs = await waitForSmall(questions, path);
  if (waitMs === undefined) return { kind: (await isUp(path.address)) ? 'blocked' : 'silent' };
  const passes = async (size: number, attempts: number): Promise<boolean> => {
    for (let attempt = 0; attempt < attempts; attempt++)
      if (await isAnswered(questions, () => questions.askInOnePiece(size), waitMs)) return true;
    return false;
  };
  if (await passes(path.mtu, ATTEMPTS)) return { kind: 'open' };
  let [most, tooMuch] = [SMALLEST, path.mtu];
  while (tooMuch - most > 1) {
    const size = (most + tooMuch) >> 1;
    if (await passes(size, SEARCH_ATTEMPTS)) most = size;
    else tooMuch = size;
  }
  return { kind: 'narrow', passes: most };
}

/** How long to wait for further answers; undefined if there is none, although there was more patience each time. */
async function waitForSmall(questions: Questions, { to }: ProbePath): Promise<number | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const began = performance.now();
    const askAll = (): boolean => {
      for (const target of to) questions.ask(target);
      return true;
    };
    if (await isAnswered(questions, askAll, Math.min(LONGEST_WAIT_MS, attempt * FIRST_WAIT_MS)))
      return Math.max(LEAST_WAIT_MS, 4 * (performance.now() - began));
  }
  return undefined;
}

async function isAnswered(questions: Questions, ask: () => boolean, waitMs: number): Promise<boolean> {
  const answered = questions.nextAnswer();
  if (!ask()) return false;
  return Promise.race([answered, delay(waitMs, false)]);
}

function isUp(address: string): Promise<boolean> {
  return answersEcho(address, { id: process.pid & 0xffff, attempts: 3, waitMs: 300 });
}
