import type {
  CommitSummary,
  DeploymentCondition,
  DeploymentSummary,
  ImageUpdateSummary,
  PinnedImage,
} from '../api/deployment-messages.ts';
import { type Declaration, sourceAddress } from '../core/declaration.ts';
import { formatDuration } from '../core/units.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';
import { toPlainLine } from './plain-text.ts';

const SHORT_COMMIT = 12;

const HISTORY: Readonly<Record<NonNullable<CommitSummary['relation']>, string>> = {
  older: 'set back: the commit is older than the one before it',
  rewritten: 'rewritten: the commit does not go on from the one before it',
  unknown: 'so far from the commit before it that it was not followed',
};

/** `dockr deploy list` */
export function formatDeployments(deployments: readonly DeploymentSummary[], nowMs: number): string {
  const rows = deployments.map((deployment) => [
    deployment.name,
    deployment.state,
    deployment.applied ? deployment.applied.commit.slice(0, SHORT_COMMIT) : '',
    deployment.applied ? formatAgo(deployment.applied.at, nowMs) : '',
    (deployment.error?.error ?? deployment.declarationError)?.code ?? '',
    [sourceAddress(deployment.declaration.source), formatRef(deployment.declaration)].filter(Boolean).join(' '),
  ]);
  return formatTable({ head: ['NAME', 'STATE', 'COMMIT', 'APPLIED', 'ERROR', 'SOURCE'], rows });
}

type Fact = readonly [string, string | undefined];

/** `dockr deploy show`: one fact a line. */
export function formatDeployment(deployment: DeploymentSummary, nowMs: number): string {
  const { error, nextAt, declarationError } = deployment;
  const facts: readonly Fact[] = [
    ['name', deployment.name],
    ['state', deployment.state],
    ...declarationFacts(deployment),
    ['pinned', formatCommit(deployment.pinned, nowMs)],
    ['attempted', formatCommit(deployment.attempted, nowMs)],
    ['applied', formatCommit(deployment.applied, nowMs)],
    ['good', formatGood(deployment, nowMs)],
    ['signer', deployment.applied?.signer && toPlainLine(deployment.applied.signer)],
    ['history', deployment.applied?.relation && HISTORY[deployment.applied.relation]],
    [
      'error',
      error ? `${error.error.code}: ${toPlainLine(error.error.message)} (${formatAgo(error.at, nowMs)})` : undefined,
    ],
    ...deployment.images.map((image): Fact => ['image', formatImage(image)]),
    ...deployment.updates.map((update): Fact => ['update', formatUpdate(update, nowMs)]),
    ['waits', formatWaiting(deployment.waiting, nowMs)],
    ...deployment.conditions.map(
      (condition): Fact => [condition.type.toLowerCase(), formatCondition(condition, nowMs)],
    ),
    ['file', declarationError ? `${declarationError.code}: ${toPlainLine(declarationError.message)}` : undefined],
    ['failures', deployment.failures > 0 ? String(deployment.failures) : undefined],
    ['next', nextAt === null ? undefined : `in ${formatDuration(secondsUntil(nextAt, nowMs))}`],
  ];
  const shown = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function declarationFacts({ declaration, origin, generation }: DeploymentSummary): readonly Fact[] {
  const { source, path, files, profiles, environment, intervalMs, verify, policies } = declaration;
  return [
    ['origin', formatOrigin(origin)],
    ['ends', origin.kind === 'preview' ? formatAt(origin.since + origin.ttlMs) : undefined],
    ['generation', generation > 1 ? String(generation) : undefined],
    ['source', sourceAddress(source)],
    ['follows', formatRef(declaration) || undefined],
    ['path', toPlainLine(path)],
    ['files', listed(files)],
    ['environment', environment === null ? undefined : toPlainLine(environment)],
    ['profiles', listed(profiles)],
    ['interval', formatDuration(intervalMs)],
    ['verify', formatVerify(verify)],
    ['policy', listed(policies)],
  ];
}

/** `2026-01-31 12:00:00 UTC` */
function formatAt(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.[0-9]+Z$/, ' UTC');
}

/** Where it is another than that which runs. */
function formatGood({ good, applied }: DeploymentSummary, nowMs: number): string | undefined {
  return good?.commit === applied?.commit ? undefined : formatCommit(good, nowMs);
}

function formatWaiting(waiting: DeploymentSummary['waiting'], nowMs: number): string | undefined {
  if (waiting === null) return undefined;
  const when = waiting.until === null ? '' : ` (in ${formatDuration(secondsUntil(waiting.until, nowMs))})`;
  return `commit ${waiting.commit.slice(0, SHORT_COMMIT)}: ${toPlainLine(waiting.message)}${when}`;
}

/** The rest of a digest says no more to people. */
const SHORT_DIGEST = 'sha256:'.length + 12;

function formatImage({ reference, digest, verified }: PinnedImage): string {
  const keys = verified.map(({ key }) => key.slice(0, SHORT_DIGEST));
  const signed = keys.length === 0 ? '' : `, signed by ${[...new Set(keys)].join(' and ')}`;
  return `${toPlainLine(reference)} is ${digest.slice(0, SHORT_DIGEST)}${signed}`;
}

function formatUpdate({ declared, reference, state, reason, at }: ImageUpdateSummary, nowMs: number): string {
  const [name, digest = ''] = reference.split('@');
  const why = reason === null ? '' : `: ${toPlainLine(reason)}`;
  const what = `${toPlainLine(name ?? '')} (${digest.slice(0, SHORT_DIGEST)})`;
  return `${what} in place of ${toPlainLine(declared)}, ${state}${why} (${formatAgo(at, nowMs)})`;
}

/** In milliseconds, without parts of a second. */
function secondsUntil(at: number, nowMs: number): number {
  return Math.max(0, Math.round((at - nowMs) / 1000)) * 1000;
}

function formatCondition({ status, reason, message, at }: DeploymentCondition, nowMs: number): string {
  return `${STATUS_WORDS[status]} ${reason}: ${toPlainLine(message)} (${formatAgo(at, nowMs)})`;
}

const STATUS_WORDS = { true: 'yes', false: 'no', unknown: 'unknown' } as const;

function formatOrigin(origin: DeploymentSummary['origin']): string {
  switch (origin.kind) {
    case 'command':
      return 'command';
    case 'file':
      return toPlainLine(origin.path);
    case 'deployment':
      return `deployment ${origin.parent}, ${toPlainLine(origin.path)}`;
    case 'preview':
      return `preview of ${origin.parent}`;
  }
}

function formatRef({ source }: Declaration): string {
  if (source.kind !== 'git') return '';
  const { ref } = source;
  switch (ref.kind) {
    case 'head':
      return '';
    case 'branch':
      return toPlainLine(ref.branch);
    case 'tag':
      return `tag ${toPlainLine(ref.tag)}`;
    case 'semver':
      return `versions ${toPlainLine(ref.range)}`;
    case 'commit':
      return `commit ${ref.commit}`;
    case 'pull-request':
      return `pull request ${ref.number}`;
  }
}

function listed(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.map(toPlainLine).join(', ');
}

function formatVerify(verify: Declaration['verify']): string | undefined {
  if (verify === null) return undefined;
  const files = [verify.allowedSigners, verify.keyring].filter((path) => path !== null);
  return `${verify.mode}, by ${files.map(toPlainLine).join(' and ')}`;
}

function formatCommit(mark: CommitSummary | null, nowMs: number): string | undefined {
  return mark ? `${mark.commit} (${formatAgo(mark.at, nowMs)})` : undefined;
}
