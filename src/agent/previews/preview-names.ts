// What the deployment of a preview is called. Branches may be called anything, so that little of them is left in it.
import type { PreviewSubject } from '../../core/declaration.ts';
import { AgentError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';

const LONGEST_NAME = 63;
const HASH_LENGTH = 10;
/** A dash, one character of the branch, a dash, the hash. */
const SHORTEST_TAIL = HASH_LENGTH + 3;

/**
 * The names to try in this order: a short one that other branches may have, too, and one that has a hash of the branch and no
 * other has. Both begin with the parent's. Throws `preview-name-too-long` where the parent's leaves no room.
 */
export function previewNames(parent: string, of: PreviewSubject): readonly [string, string] {
  const room = LONGEST_NAME - parent.length;
  if (room < SHORTEST_TAIL) {
    throw new AgentError('preview-name-too-long', {
      message: `a preview of "${parent}" would have a name of more than ${LONGEST_NAME} characters`,
      hint: 'give it a shorter one with "--name"',
    });
  }
  const slug = slugOf(of);
  const hash = sha256(subjectKey(of)).slice(-HASH_LENGTH);
  const short = cut(slug, room - 1);
  const unique = `${cut(slug, room - 2 - HASH_LENGTH)}-${hash}`;
  return [`${parent}-${short}`, `${parent}-${unique}`];
}

/** One text for each subject, and no text for two. */
export function subjectKey(of: PreviewSubject): string {
  return of.kind === 'branch' ? `branch ${of.branch}` : `pull-request ${of.number}`;
}

/** Small letters, digits and single dashes, at least one character. What only looks like a letter is none. */
function slugOf(of: PreviewSubject): string {
  if (of.kind === 'pull-request') return `pr-${of.number}`;
  const kept = of.branch
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return kept === '' ? 'x' : kept;
}

function cut(slug: string, length: number): string {
  return slug.slice(0, length).replace(/-+$/, '');
}
