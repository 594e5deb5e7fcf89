// A text that the schema allows, as a declaration.
import {
  type BudgetDeclaration,
  DEFAULT_DECLARATION,
  DEFAULT_PREVIEWS,
  type Declaration,
  type EnvironmentDeclaration,
  type PreviewsDeclaration,
  type ReportsDeclaration,
} from '../../core/declaration.ts';
import { suggest } from '../../core/suggest.ts';
import type { TreePath } from '../../stack/tree.ts';
import type { BudgetText, DeclarationText, PreviewsText, ReportsText } from './declaration-text.ts';
import type { Reading } from './reading.ts';
import { toImages } from './to-images.ts';
import { toAuth, toSource } from './to-source.ts';

const USUAL_BUDGET: BudgetDeclaration = { delayMs: 5_000, longestMs: 300_000, attempts: null };

/** What counts where a text says nothing, which depends on where it comes from. */
export type UsualSettings = Pick<Declaration, 'removal' | 'intervalMs'>;

/** Reports what does not make sense; what it gives is worth something only if nothing was reported. */
export function toDeclaration(reading: Reading, text: DeclarationText, usual: UsualSettings): Declaration {
  const { path, discover } = toPlace(reading, text);
  const environments = toEnvironments(reading, text);
  const declaration: Declaration = {
    ...DEFAULT_DECLARATION,
    source: toSource(reading, text.source),
    path,
    discover,
    content: text.content ?? 'stack',
    childNames: reading.texts(text.children?.names),
    childRemoval: text.children?.removal ?? 'down',
    files: ownPaths(reading, ['files'], text.files),
    variables: reading.variables(['variables'], text.variables),
    profiles: reading.texts(text.profiles),
    environment: text.environment ?? null,
    environments,
    hosts: reading.hosts(['hosts'], text.hosts),
    removal: text.removal ?? usual.removal,
    prune: text.prune ?? true,
    allowEmpty: text.allowEmpty ?? false,
    previews: text.previews ? toPreviews(reading, text.previews) : null,
    suspend: text.suspend ?? false,
    ...toTimes(reading, text, usual),
    ...toTrust(reading, text),
    ...toSurroundings(reading, text),
  };
  checkTogether(reading, declaration);
  return declaration;
}

function toTimes(reading: Reading, text: DeclarationText, usual: UsualSettings) {
  const { interval, timeout, retry, selfHeal, windows = [] } = text;
  return {
    intervalMs: interval === undefined ? usual.intervalMs : reading.duration(['interval'], interval),
    timeoutMs: timeout === undefined ? null : reading.duration(['timeout'], timeout),
    retry: retry === undefined ? null : toBudget(reading, ['retry'], retry),
    selfHeal:
      selfHeal === undefined
        ? null
        : { enabled: selfHeal.enabled ?? true, ...toBudget(reading, ['selfHeal'], selfHeal) },
    windows: windows.map(({ kind, schedule, duration, timezone = 'UTC' }, index) => ({
      kind,
      schedule,
      durationMs: reading.duration(['windows', index, 'duration'], duration),
      timezone,
    })),
  };
}

function toBudget(reading: Reading, path: TreePath, { delay, longest, attempts }: BudgetText): BudgetDeclaration {
  return {
    delayMs: delay === undefined ? USUAL_BUDGET.delayMs : reading.duration([...path, 'delay'], delay),
    longestMs: longest === undefined ? USUAL_BUDGET.longestMs : reading.duration([...path, 'longest'], longest),
    attempts: attempts ?? null,
  };
}

function toTrust(reading: Reading, { auth, verify, decrypt, policy }: DeclarationText) {
  const files = (path: TreePath, value: string | readonly string[] | undefined): readonly string[] =>
    reading.texts(value).map((file, index) => reading.hostPath(itemPath(path, value, index), file));
  const file = (path: TreePath, value: string | undefined): string | null =>
    value === undefined ? null : reading.hostPath(path, value);
  if (verify && verify.allowedSigners === undefined && verify.keyring === undefined)
    reading.report(['verify'], 'missing-key', '"verify" needs "allowedSigners", "keyring" or both: whom to trust');
  return {
    auth: auth ? toAuth(reading, auth) : null,
    verify: verify
      ? {
          mode: verify.mode,
          allowedSigners: file(['verify', 'allowedSigners'], verify.allowedSigners),
          keyring: file(['verify', 'keyring'], verify.keyring),
        }
      : null,
    decrypt: decrypt ? { keys: files(['decrypt', 'keys'], decrypt.keys) } : null,
    policies: files(['policy'], policy),
  };
}

function toSurroundings(
  reading: Reading,
  { name, dependsOn = [], notify = [], webhook, reports, images = [] }: DeclarationText,
) {
  for (const [index, { deployment }] of dependsOn.entries())
    if (deployment === name)
      reading.report(['dependsOn', index, 'deployment'], 'wrong-value', `deployment "${name}" cannot depend on itself`);
  return {
    dependsOn: dependsOn.map(({ deployment, condition = 'applied' as const }) => ({ deployment, condition })),
    notify: notify.map(({ channel, events }) => ({ channel, events: reading.texts(events) })),
    webhook: webhook
      ? { kind: webhook.kind, secretFile: reading.hostPath(['webhook', 'secretFile'], webhook.secretFile) }
      : null,
    reports: reports ? toReports(reading, reports) : null,
    images: toImages(reading, images),
  };
}

function toReports(reading: Reading, { forge, api, tokenFile, status, comment }: ReportsText): ReportsDeclaration {
  return {
    forge,
    api: api ?? null,
    tokenFile: reading.hostPath(['reports', 'tokenFile'], tokenFile),
    status: status ?? true,
    comment: comment ?? false,
  };
}

function toPreviews(reading: Reading, text: PreviewsText): PreviewsDeclaration {
  const { branches, ttl, limit, pullRequests, secrets, external } = text;
  return {
    branches: reading.texts(branches),
    ttlMs: ttl === undefined ? DEFAULT_PREVIEWS.ttlMs : reading.duration(['previews', 'ttl'], ttl),
    limit: limit ?? DEFAULT_PREVIEWS.limit,
    pullRequests: pullRequests ?? DEFAULT_PREVIEWS.pullRequests,
    secrets: secrets ?? DEFAULT_PREVIEWS.secrets,
    external: reading.texts(external),
  };
}

/** A path with patterns is a way to write `discover`. */
function toPlace(reading: Reading, { path, discover }: DeclarationText): Pick<Declaration, 'path' | 'discover'> {
  const patterns = ownPaths(reading, ['discover'], discover);
  if (path === undefined) return { path: '.', discover: patterns };
  const clean = reading.ownPath(['path'], path);
  if (!clean.includes('*')) return { path: clean, discover: patterns };
  if (patterns.length > 0)
    reading.report(['discover'], 'conflicting-keys', '"discover" and a pattern in "path" exclude each other');
  return { path: '.', discover: [clean] };
}

function toEnvironments(
  reading: Reading,
  { environments = {} }: DeclarationText,
): Readonly<Record<string, EnvironmentDeclaration>> {
  const entries = Object.entries(environments).map(([name, { hosts, files, variables, profiles }]) => {
    const path = ['environments', name];
    return [
      name,
      {
        hosts: reading.hosts([...path, 'hosts'], hosts),
        files: ownPaths(reading, [...path, 'files'], files),
        variables: reading.variables([...path, 'variables'], variables),
        profiles: reading.texts(profiles),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

function checkTogether(reading: Reading, declaration: Declaration): void {
  const { content, discover, files, environment, environments, previews, source } = declaration;
  if (previews && (content === 'deployments' || source.kind === 'oci')) {
    const why = source.kind === 'oci' ? 'an artifact of a registry has no branches' : '"content" is "deployments"';
    reading.report(['previews'], 'conflicting-keys', `"previews" cannot be: ${why}`);
  }
  if (environment !== null && !Object.hasOwn(environments, environment)) {
    const near = suggest(environment, Object.keys(environments));
    const hint = near && `did you mean "${near}"?`;
    reading.report(['environment'], 'undefined-environment', `"environments" has no "${environment}"`, hint);
  }
  if (content === 'stack') return;
  if (discover.length > 0)
    reading.report(['discover'], 'conflicting-keys', '"discover" looks for stacks, and "content" is "deployments"');
  if (files.length > 0)
    reading.report(['files'], 'conflicting-keys', '"files" are of a stack, and "content" is "deployments"');
}

function ownPaths(reading: Reading, path: TreePath, value: string | readonly string[] | undefined): readonly string[] {
  return reading.texts(value).map((text, index) => reading.ownPath(itemPath(path, value, index), text));
}

/** One text may stand without its list. */
function itemPath(path: TreePath, value: unknown, index: number): TreePath {
  return typeof value === 'string' ? path : [...path, index];
}
