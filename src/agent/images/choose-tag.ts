import type { ImagePolicy } from './image-policy.ts';
import { compareTags, isNewer, type OrderedTag, readTag } from './tag-pattern.ts';

export type TagChoice = Exclude<ImagePolicy['choice'], { kind: 'digest' }>;

/**
 * The newest of some tags that a policy lets through; undefined where the current one is it. A current tag that does not fit
 * the policy is not compared with: then the newest one that fits is taken.
 */
export function chooseTag(tags: readonly string[], choice: TagChoice, current: string | undefined): string | undefined {
  let best: OrderedTag | undefined;
  for (const tag of tags) {
    const candidate = fits(tag, choice);
    if (candidate && (!best || compareTags(best, candidate) < 0)) best = candidate;
  }
  if (!best || best.tag === current) return undefined;
  const now = current === undefined ? undefined : readTag(current, choice.pattern);
  return !now || isNewer(now, best) ? best.tag : undefined;
}

/** A pre-release fits only a range that names one of the same version, as npm has it. */
function fits(tag: string, choice: TagChoice): OrderedTag | undefined {
  const read = readTag(tag, choice.pattern);
  if (!read || choice.kind === 'order') return read;
  return read.key.kind === 'version' && choice.range.test(read.key.version) ? read : undefined;
}
