// A repository as the API of its forge names it.
import { repositoryPlace } from '../webhooks/repository-key.ts';
import type { ForgeKind } from './forge-settings.ts';

/** Part of a path in the API, its parts encoded: `acme/shop`, or `group%2Fsub%2Fshop` for GitLab. */
export type ForgeProject = string;

const PART = /^[A-Za-z0-9_.-]+$/;

/** undefined for an address that the forge cannot have; what it names must not lead to another place of the API. */
export function forgeProject(kind: ForgeKind, url: string): ForgeProject | undefined {
  const parts = repositoryPlace(url)?.path.split('/') ?? [];
  if (parts.length < 2 || !parts.every(isName)) return undefined;
  switch (kind) {
    case 'gitlab':
      return encodeURIComponent(parts.join('/'));
    case 'github':
      return parts.length === 2 ? parts.join('/') : undefined;
    case 'gitea':
      // It may be served beneath a folder.
      return parts.slice(-2).join('/');
  }
}

function isName(part: string): boolean {
  return PART.test(part) && part !== '.' && part !== '..';
}
