// What this host goes by when it judges a commit: its policy, and whom it trusts. Read anew for each round.
import { type Declaration, sourceAddress } from '../core/declaration.ts';
import { type Digest, digestOf, sha256 } from '../core/hash.ts';
import { isSameValue } from '../core/is-same-value.ts';
import { lazily } from '../core/lazily.ts';
import type { Policy, PolicyFile } from './policy/policy.ts';
import { type PolicyPlace, readPolicy } from './policy/policy-place.ts';
import { readTrust, type Trust } from './trust/trust.ts';

export type Judged = {
  readonly name: string;
  readonly declaration: Declaration;
  /** The deployments that declare this one: what is not allowed to one of them is not to this one. */
  readonly ancestors?: readonly Omit<Judged, 'ancestors'>[];
};

export type Grounds = {
  /** Changes with whatever the judgement of a commit depends on: what was refused on other grounds is judged anew. */
  readonly digest: Digest;
  /** Rejects for a policy that cannot be used. All of them have to allow a stack. */
  readonly policies: () => Promise<readonly Policy[]>;
  /** Rejects for keys that cannot be used; null where commits are not verified. */
  readonly trust: () => Promise<Trust | null>;
};

// Loaded when they are first needed: the daemon starts without them.
const loadPolicies = lazily(() => import('./policy/policy.ts'));
const loadParser = lazily(() => import('./policy/load-policy.ts'));

/** Does not reject: what is wrong with the policy or the keys is for whoever asks for them. */
export type Judge = (deployment: Judged) => Promise<Grounds>;

/** Judges by the policy at a place, by those that a deployment names beside it, and by the keys that it names. */
export function createJudge(place: PolicyPlace): Judge {
  const parse = parseOnce();
  const digestOnce = digestsOnce();
  return async (deployment) => {
    const { verify, policies } = deployment.declaration;
    const places = [place, ...policies.map((path) => ({ path, required: true }))];
    const texts = await Promise.all(places.map((one) => settle(readPolicy(one))));
    const trust = await settle(verify ? readTrust(verify) : Promise.resolve(null));
    return {
      digest: digestOnce(deployment.declaration, {
        policy: texts.map((text) => digestText(text, (it) => it && sha256(it))),
        trust: digestText(trust, (it) => it?.digest ?? null),
        lineage: lineageOf(deployment),
      }),
      policies: async () => {
        const files = await Promise.all(places.map(async ({ path }, index) => parse(path, bytesAt(texts, index))));
        return policiesFor(files, deployment);
      },
      trust: async () => take(trust)?.value ?? null,
    };
  };
}

/** Each file for the deployment, and for each that declares it. */
async function policiesFor(files: readonly PolicyFile[], deployment: Judged): Promise<readonly Policy[]> {
  const { policyFor } = await loadPolicies();
  return files.flatMap((file) => lineageOf(deployment).map((one) => policyFor(file, one)));
}

function lineageOf({ name, declaration, ancestors = [] }: Judged) {
  return [{ name, declaration }, ...ancestors].map((one) => ({
    name: one.name,
    url: sourceAddress(one.declaration.source),
  }));
}

/** Policies change seldom, and rounds are many: the last one of each place is kept. */
function parseOnce(): (path: string, bytes: Buffer | null) => Promise<PolicyFile> {
  const known = new Map<string, { readonly digest: string | null; readonly file: PolicyFile }>();
  return async (path, bytes) => {
    const digest = bytes && sha256(bytes);
    const last = known.get(path);
    if (last?.digest === digest) return last.file;
    const { parsePolicy } = await loadParser();
    const file = parsePolicy(path, bytes);
    known.set(path, { digest, file });
    return file;
  };
}

/** The digest of a declaration with the rest of the grounds. Only the last one of each declaration is kept. */
function digestsOnce(): (declaration: Declaration, rest: object) => Digest {
  const known = new WeakMap<Declaration, { readonly rest: object; readonly digest: Digest }>();
  return (declaration, rest) => {
    const last = known.get(declaration);
    if (last && isSameValue(last.rest, rest)) return last.digest;
    const digest = digestOf({ declaration, ...rest });
    known.set(declaration, { rest, digest });
    return digest;
  };
}

type Settled<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly error: unknown };

function bytesAt(texts: readonly Settled<Buffer | null>[], index: number): Buffer | null {
  const text = texts[index];
  return text ? take(text) : null;
}

function settle<T>(work: Promise<T>): Promise<Settled<T>> {
  return work.then(
    (value) => ({ kind: 'value', value }),
    (error: unknown) => ({ kind: 'error', error }),
  );
}

function take<T>(settled: Settled<T>): T {
  if (settled.kind === 'error') throw settled.error;
  return settled.value;
}

/** What cannot be read is a ground of its own. */
function digestText<T>(settled: Settled<T>, digest: (value: T) => string | null): string | null {
  if (settled.kind === 'value') return digest(settled.value);
  return sha256(settled.error instanceof Error ? settled.error.message : String(settled.error));
}
