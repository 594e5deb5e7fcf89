// What a declaration out of a repository may say of trust: nothing but what its parent was trusted with. Files of this host
// are not for it to name: it could send a token to a place of its own, or have a file told in an error.
import { type Declaration, sourceAddress } from '../../../core/declaration.ts';
import { AgentError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { isParent, type Lineage } from './lineage.ts';

/** Levels of deployments that make deployments. */
const DEEPEST = 3;

type PlaceOf = (path: readonly string[]) => SourcePosition;

/** The declaration with the trust of its parent. Throws `child-widens-trust` and `deployment-loop`. */
export function inheritTrust(parent: Lineage, child: Declaration, placeOf: PlaceOf): Declaration {
  refuseLoop(parent, child, placeOf);
  const isSameSource = sourceAddress(child.source) === sourceAddress(parent.declaration.source);
  const { verify, policies, auth, decrypt } = parent.declaration;
  for (const [key, isWider] of WIDENING) {
    if (!isWider(child, parent.declaration)) continue;
    throw new AgentError('child-widens-trust', {
      message: `"${key}" of a deployment that "${parent.name}" makes would reach beyond what "${parent.name}" is trusted with`,
      at: placeOf([key]),
      hint: `leave it out: what "${parent.name}" declares counts for it, too`,
    });
  }
  return {
    ...child,
    // A stricter mode by the same keys is fine.
    verify: verify && { ...verify, mode: child.verify?.mode ?? verify.mode },
    policies,
    auth: isSameSource ? auth : null,
    decrypt: isSameSource ? decrypt : null,
  };
}

type IsWider = (child: Declaration, parent: Declaration) => boolean;

const WIDENING: readonly (readonly [string, IsWider])[] = [
  ['verify', ({ verify }, parent) => verify !== null && !isAsStrict(verify, parent.verify)],
  ['policy', ({ policies }, parent) => policies.some((path) => !parent.policies.includes(path))],
  ['auth', ({ auth }) => auth !== null],
  ['decrypt', ({ decrypt }) => decrypt !== null],
  ['webhook', ({ webhook }) => webhook !== null],
  ['reports', ({ reports }) => reports !== null],
  // Branches that nobody has looked at would run, and with secrets.
  ['previews', ({ previews }) => previews !== null],
  // Whoever signs with a key of this host speaks for it.
  ['images', ({ images }) => images.some(({ commit }) => (commit?.signingKey ?? null) !== null)],
  // Else it would look at its repository as often as it likes.
  ['interval', ({ intervalMs }, parent) => intervalMs < parent.intervalMs],
];

function isAsStrict(child: NonNullable<Declaration['verify']>, parent: Declaration['verify']): boolean {
  if (parent === null) return false;
  const hasSameKeys = child.allowedSigners === parent.allowedSigners && child.keyring === parent.keyring;
  return hasSameKeys && (child.mode === parent.mode || child.mode === 'range');
}

function refuseLoop({ name, declaration, ancestors }: Lineage, child: Declaration, placeOf: PlaceOf): void {
  if (!isParent(child)) return;
  const line = [{ name, declaration }, ...ancestors];
  const same = line.find((one) => isSamePlace(one.declaration, child));
  if (!same && line.length < DEEPEST) return;
  throw new AgentError('deployment-loop', {
    message: same
      ? `a deployment that "${name}" makes would be made of what "${same.name}" is made of, and so on without end`
      : `deployments that make deployments are more than ${DEEPEST} deep in "${name}"`,
    at: placeOf(['source']),
  });
}

function isSamePlace(a: Declaration, b: Declaration): boolean {
  return sourceAddress(a.source) === sourceAddress(b.source) && a.path === b.path && a.content === b.content;
}
