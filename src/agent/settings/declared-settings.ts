// What declarations say of webhooks, forges and notifications. Those out of repositories cannot name files of this host.
import type { GitRef, ReportsDeclaration } from '../../core/declaration.ts';
import { sourceAddress } from '../../core/declaration.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { ForgeKind, ForgeSettings } from '../forges/forge-settings.ts';
import { previewsOf } from '../previews/preview-declaration.ts';
import type { Followed } from '../webhooks/find-woken.ts';
import { repositoryPlace } from '../webhooks/repository-key.ts';
import type { Hook } from '../webhooks/webhook-settings.ts';
import { isWebAddress } from './addresses.ts';

type Declared = Pick<DeploymentRecord, 'name' | 'declaration'>;

/** The hook of a deployment has its name, and wakes it alone. */
export function declaredHooks(deployments: readonly Declared[]): readonly Hook[] {
  return deployments.flatMap(({ name, declaration: { webhook } }) =>
    webhook ? [{ name, from: webhook.kind, secretFile: webhook.secretFile, deployments: [name] }] : [],
  );
}

/** What a push may be news for: nothing for what comes from a registry. */
export function followedBy({ name, declaration }: Declared): readonly Followed[] {
  const { source } = declaration;
  if (source.kind !== 'git') return [];
  const own = { name, url: source.url, ref: toFollowed(source.ref) };
  return previewsOf(declaration).branches.length > 0 ? [own, { ...own, ref: { kind: 'branches' } }] : [own];
}

function toFollowed(ref: GitRef): Followed['ref'] {
  switch (ref.kind) {
    case 'head':
    case 'branch':
    case 'commit':
      return ref;
    case 'pull-request':
      return { kind: 'pull-request', number: ref.number };
    case 'tag':
    case 'semver':
      return { kind: 'tags' };
  }
}

/** The forge that a declaration names; null where it names none, or one that nothing may be sent to. */
export function declaredForge({ declaration: { reports, source } }: Declared): ForgeSettings | null {
  const api = reports && (reports.api ?? usualApi(reports, sourceAddress(source)));
  if (!reports || api === null || !isWebAddress(api)) return null;
  return {
    kind: reports.forge,
    api: api.replace(/\/+$/, ''),
    repositories: ['**'],
    tokenFile: reports.tokenFile,
    statuses: reports.status,
    comments: reports.comment,
  };
}

const API_PATHS: Readonly<Record<ForgeKind, string>> = { github: '/api/v3', gitlab: '/api/v4', gitea: '/api/v1' };

/** Where the API of a forge is that serves a repository. */
function usualApi({ forge }: ReportsDeclaration, address: string): string | null {
  const place = repositoryPlace(address);
  if (!place) return null;
  return place.host === 'github.com' ? 'https://api.github.com' : `https://${place.host}${API_PATHS[forge]}`;
}
