// Newer images written to the repository as a commit: on top of what is there, never by force, and never on top of what this
// host would not take. Without a checkout, so neither filters nor hooks have a say.
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { formatRepository, type ImageReference, parseImageReference } from '../../oci/reference.ts';
import { type Replaced, replaceImages } from '../../stack/replace-images.ts';
import { chooseTag } from './choose-tag.ts';
import { type GitFolder, openFolder } from './git-folder.ts';
import type { OpenGitPlace } from './git-place.ts';
import type { CommitStyle } from './image-policy.ts';
import type { NewerImage } from './image-updater.ts';
import type { WriteImages } from './round-images.ts';
import { fullName } from './stack-images.ts';

export type WriterParts = {
  readonly open: OpenGitPlace;
  /** Of a deployment on this machine. */
  readonly directoryOf: (deployment: string) => string;
};

type Request = Parameters<WriteImages>[1];
type Change = { readonly path: string; readonly text: string; readonly services: readonly string[] };

/** Somebody else pushes at the same time, again and again. */
const MOST_TRIES = 5;

export function createImageWriter(parts: WriterParts): WriteImages {
  return async (newer, request) => {
    const [first] = newer;
    if (first?.policy.write.kind !== 'commit') return null;
    const style = first.policy.write;
    checkTrust(style, request);
    const place = await parts.open(request.deployment, request.signal);
    const directory = join(parts.directoryOf(request.deployment.name), 'image-write.tmp');
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    try {
      const folder = await openFolder(place, { directory, style, signal: request.signal });
      return await write(folder, newer, { style, request });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
}

type Writing = { readonly style: CommitStyle; readonly request: Request };

async function write(
  folder: GitFolder,
  newer: readonly NewerImage[],
  { style, request }: Writing,
): Promise<string | null> {
  const branch = style.branch ?? (await folder.followedBranch());
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const base = (await folder.fetch(branch)) ?? (await folder.fetch(await folder.followedBranch()));
    if (base === undefined) throw new AgentError('branch-not-found', { message: `there is no branch "${branch}"` });
    const changes = await changesIn(folder, base, { newer, request });
    if (changes.length === 0) return null;
    checkBase(base, request);
    const commit = await folder.commit({ base, changes, message: messageOf(style, newer) });
    if (await folder.push(commit, branch)) return commit;
  }
  throw new AgentError('image-write-raced', {
    message: `branch "${branch}" moved each of the ${MOST_TRIES} times that newer images were to be written to it`,
  });
}

/** A signed commit of ours must not speak for commits of somebody whom this host does not trust. */
function checkBase(base: string, { deployment, release }: Request): void {
  if (deployment.declaration.verify === null || base === release.commit) return;
  throw new AgentError('image-write-behind', {
    message: `newer images are not written on top of commit ${base}, which this host has not verified; it runs ${release.commit}`,
  });
}

function checkTrust({ signingKey }: CommitStyle, { deployment }: Request): void {
  if (deployment.declaration.verify === null || signingKey !== null) return;
  throw new AgentError('image-write-unsigned', {
    message: `deployment "${deployment.name}" takes only signed commits, and newer images would be written without a signature`,
    hint: 'declare "commit.signingKey", and add its public key to the allowed signers',
  });
}

type Changing = { readonly newer: readonly NewerImage[]; readonly request: Request };

async function changesIn(folder: GitFolder, base: string, { newer, request }: Changing): Promise<readonly Change[]> {
  const { stack, release } = request;
  const changes: Change[] = [];
  for (const file of stack.files) {
    const path = relative(release.directory, file);
    const text = await folder.read(base, path);
    if (text === undefined) continue;
    const replaced = rename(path, text, newer);
    if (replaced.services.length > 0) changes.push({ path, ...replaced });
  }
  // Somebody may have written them meanwhile: only where the commit that runs has none of the names is it put together.
  if (changes.length === 0 && base === release.commit) throw notFound(newer);
  return changes;
}

function rename(path: string, text: string, newer: readonly NewerImage[]): Replaced {
  return replaceImages(path, text, (service, written) => {
    const found = newer.find((one) => one.services.includes(service) && isSuperseded(written, one));
    return found && newName(written, found);
  });
}

/** What is written is what runs, or, on a branch of updates, an earlier one of those. What somebody else chose stays. */
function isSuperseded(written: string, { declared, reference, policy: { choice, write } }: NewerImage): boolean {
  const image = parseIfPossible(written);
  if (!image) return false;
  if (fullName(written) === declared) return true;
  const isBranchOfUpdates = write.kind === 'commit' && write.branch !== null;
  if (!isBranchOfUpdates || formatRepository(image) !== formatRepository(reference)) return false;
  if (choice.kind === 'digest') return image.tag === reference.tag && image.digest !== reference.digest;
  return reference.tag !== undefined && chooseTag([reference.tag], choice, image.tag) !== undefined;
}

function parseIfPossible(text: string): ImageReference | undefined {
  try {
    return parseImageReference(text);
  } catch {
    return undefined;
  }
}

/** As it is spelled, with another tag; with the digest where there was one, or where it is what is new. */
function newName(written: string, { reference, policy }: NewerImage): string {
  const { digest, tag } = parseImageReference(written);
  const bare = written.replace(/@.*$/, '');
  const name = tag === undefined ? bare : bare.slice(0, bare.length - tag.length - 1);
  const wantsDigest = digest !== undefined || policy.choice.kind === 'digest';
  return `${name}:${reference.tag}${wantsDigest ? `@${reference.digest}` : ''}`;
}

/** One commit for all of them, in the words of the first. */
function messageOf({ message }: CommitStyle, newer: readonly NewerImage[]): string {
  const list = (texts: readonly string[]): string => [...new Set(texts)].join(', ');
  const values: Readonly<Record<string, string>> = {
    image: list(newer.map(({ reference }) => formatRepository(reference))),
    from: list(newer.map(({ declared }) => shortName(declared))),
    to: list(newer.map(newest)),
    services: list(newer.flatMap(({ services }) => services)),
  };
  return message.replaceAll(/\{(image|from|to|services)\}/g, (_, name: string) => values[name] ?? '');
}

function newest({ reference, policy }: NewerImage): string {
  return (policy.choice.kind === 'digest' ? reference.digest : reference.tag) ?? '';
}

function shortName(declared: string): string {
  const { tag, digest } = parseImageReference(declared);
  return tag ?? digest ?? declared;
}

function notFound(newer: readonly NewerImage[]): AgentError {
  const services = newer.flatMap((one) => one.services).map((name) => `"${name}"`);
  return new AgentError('image-not-written', {
    message: `no stack file names the image of ${services.join(', ')} plainly, so that a newer one cannot be written there`,
    hint: 'write the image without variables and at the service itself, or use "update: pin"',
  });
}
