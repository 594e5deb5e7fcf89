// The life of keys: a new generation is entered, all hosts take packets of it, then they send with it, then the old one goes. Pure.
import { randomBytes } from 'node:crypto';
import { type Generation, type Holder, type KeyRing, SECRET_BYTES } from '../store/records.ts';

export type RotationState = {
  readonly ring: KeyRing;
  readonly holders: readonly Holder[];
  /** How long the ring has been as it is, as far as this host knows. */
  readonly ageMs: number;
  readonly rotationMs: number;
};

const ID_BYTES = 8;

export function newGeneration(): Generation {
  return { id: randomBytes(ID_BYTES).toString('hex'), secret: randomBytes(SECRET_BYTES).toString('base64') };
}

/** What the ring should become; undefined if it is to stay. */
export function nextRing({ ring, holders, ageMs, rotationMs }: RotationState): KeyRing | undefined {
  const newest = newestOf(ring);
  if (ring.generations.length > 1)
    return holders.every(({ sends }) => sends === newest.id) ? { generations: [newest] } : undefined;
  return ageMs >= rotationMs ? { generations: [newest, newGeneration()] } : undefined;
}

/** Those that keep the ring as it is, while it has an old generation. */
export function lateHolders({ ring, holders }: Pick<RotationState, 'ring' | 'holders'>): readonly Holder[] {
  if (ring.generations.length === 1) return [];
  const { id } = newestOf(ring);
  return holders.filter(({ sends }) => sends !== id);
}

/** What this host sends to another one with: the newest that the other has said to take. */
export function generationFor({ generations }: KeyRing, receiver: Holder): Generation | undefined {
  return generations.findLast(({ id }) => receiver.holds.includes(id));
}

export function newestOf({ generations }: KeyRing): Generation {
  const newest = generations.at(-1);
  if (newest) return newest;
  throw new RangeError('a ring of keys has a generation');
}
