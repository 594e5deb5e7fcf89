// What `git ls-remote` lists, and which of it a deployment follows.
import { compareBuild, parse, Range, type SemVer } from 'semver';
import type { CommitRevision, GitRevision } from './git-revision.ts';

export type RemoteReference = {
  readonly name: string;
  /** Of an annotated tag, the commit that it is put on. */
  readonly commit: string;
};

/** All revisions but that which names its commit itself. */
export type MovingRevision = Exclude<GitRevision, CommitRevision>;

const HEADS = 'refs/heads/';
const TAGS = 'refs/tags/';
const PEELED = '^{}';

/** The patterns to ask for. Git lists every reference that ends so, or more. */
export function patternsOf(revision: MovingRevision): readonly string[] {
  switch (revision.kind) {
    case 'head':
      return ['HEAD'];
    case 'branch':
      return [`${HEADS}${revision.branch}`];
    case 'tag':
      return [`${TAGS}${revision.tag}`, `${TAGS}${revision.tag}${PEELED}`];
    case 'semver':
      return [`${TAGS}${revision.prefix}*`];
    case 'pull-request':
      // As GitHub, Gitea and Forgejo name it, and as GitLab does.
      return [`refs/pull/${revision.number}/head`, `refs/merge-requests/${revision.number}/head`];
  }
}

/** Asks for every branch. */
export const EVERY_BRANCH = `${HEADS}*`;

/** The branches among what was listed, whatever they are called. */
export function branchesAmong(
  references: readonly RemoteReference[],
): readonly { readonly branch: string; readonly commit: string }[] {
  return references
    .filter(({ name }) => name.startsWith(HEADS))
    .map(({ name, commit }) => ({ branch: name.slice(HEADS.length), commit }));
}

/** Lines of an object and a name with a tab between. A tag that is listed peeled, too, has the commit of that. */
export function parseReferences(listed: string): readonly RemoteReference[] {
  const commits = new Map<string, string>();
  for (const line of listed.split('\n')) {
    const [commit = '', name = ''] = line.split('\t', 2);
    if (name === '') continue;
    if (name.endsWith(PEELED)) commits.set(name.slice(0, -PEELED.length), commit);
    else if (!commits.has(name)) commits.set(name, commit);
  }
  return [...commits].map(([name, commit]) => ({ name, commit }));
}

/** undefined where there is none. The same list gives the same answer, in whatever order it comes. */
export function chooseReference(
  references: readonly RemoteReference[],
  revision: MovingRevision,
): RemoteReference | undefined {
  if (revision.kind === 'semver') return chooseVersion(references, revision);
  const [wanted, other] = patternsOf(revision);
  const found = references.find(({ name }) => name === wanted);
  return found ?? (revision.kind === 'pull-request' ? references.find(({ name }) => name === other) : undefined);
}

type Candidate = { readonly reference: RemoteReference; readonly version: SemVer };

function chooseVersion(
  references: readonly RemoteReference[],
  { range, prefix }: Extract<GitRevision, { readonly kind: 'semver' }>,
): RemoteReference | undefined {
  const wanted = new Range(range);
  const start = `${TAGS}${prefix}`;
  const candidates = references.flatMap((reference): readonly Candidate[] => {
    const version = reference.name.startsWith(start) ? parse(reference.name.slice(start.length)) : null;
    return version && wanted.test(version) ? [{ reference, version }] : [];
  });
  return candidates.sort(compareCandidates).at(-1)?.reference;
}

/** `v1.2.0` and `1.2.0` are the same version: then the name decides. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return compareBuild(a.version, b.version) || (a.reference.name < b.reference.name ? -1 : 1);
}
