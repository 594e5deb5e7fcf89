// Tells forges what becomes of their commits. Hears events, answers nobody, fails no deployment.
import type { Clock } from '../../core/clock.ts';
import type { WireError } from '../../core/errors.ts';
import type { DeploymentEvent } from '../events/deployment-event.ts';
import { deliver } from '../outgoing/deliver.ts';
import { Outbox, type Sent } from '../outgoing/outbox.ts';
import type { SendRequest } from '../outgoing/send-request.ts';
import { matchesAny } from '../policy/match-pattern.ts';
import { repositoryKey } from '../webhooks/repository-key.ts';
import { isCommitName } from './commit-name.ts';
import { type CommitStatus, commitStatus } from './commit-status.ts';
import { findPullRequest } from './find-pull-request.ts';
import { forgeApi, type NewComment } from './forge-api.ts';
import { type ForgeProject, forgeProject } from './forge-project.ts';
import type { ForgeSettings } from './forge-settings.ts';
import { planComment, planMarker } from './plan-comment.ts';
import { upsertComment } from './upsert-comment.ts';

export type ReporterParts = {
  readonly forges: readonly ForgeSettings[];
  /** What the deployment itself declares, which comes before those; null where it declares none. */
  readonly declared: (deployment: string) => ForgeSettings | null;
  /** The name of this host, as people know it. */
  readonly host: string;
  readonly readSecret: (path: string, what: string) => Promise<string>;
  readonly send: SendRequest;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onLost: (why: WireError) => void;
};

type Forge = ForgeSettings & { readonly outbox: Outbox };
type Planned = Extract<DeploymentEvent, { readonly kind: 'planned' }>;

/** Deployments whose last status is remembered, so that it is not told twice. */
const MOST_REMEMBERED = 1000;

export class ForgeReporter implements Disposable {
  readonly #parts: ReporterParts;
  /** By address and token: one queue for whoever has one limit. */
  readonly #outboxes = new Map<string, Outbox>();
  readonly #last = new Map<string, string>();

  constructor(parts: ReporterParts) {
    this.#parts = parts;
  }

  /** Reports that wait, those under way included. */
  get size(): number {
    return [...this.#outboxes.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Returns at once. */
  hear(event: DeploymentEvent): void {
    const forge = this.#forgeOf(event);
    const project = forge && forgeProject(forge.kind, event.url);
    if (!forge || project === undefined) return;
    const status = forge.statuses ? commitStatus(event, this.#parts.host) : undefined;
    if (status) this.#postStatus(forge, project, status);
    if (forge.comments && event.kind === 'planned') this.#postPlan(forge, project, event);
  }

  /** Resolves when all that can be sent now was sent. */
  async settle(): Promise<void> {
    await Promise.all([...this.#outboxes.values()].map((outbox) => outbox.settle()));
  }

  [Symbol.dispose](): void {
    for (const outbox of this.#outboxes.values()) outbox[Symbol.dispose]();
    this.#outboxes.clear();
  }

  #forgeOf({ url, deployment }: DeploymentEvent): Forge | undefined {
    const { forges, declared } = this.#parts;
    const key = repositoryKey(url) ?? '';
    const settings = declared(deployment) ?? forges.find(({ repositories }) => matchesAny(repositories, key));
    return settings && { ...settings, outbox: this.#outboxFor(settings) };
  }

  #outboxFor({ api, tokenFile }: ForgeSettings): Outbox {
    const key = JSON.stringify([api, tokenFile]);
    const outbox = this.#outboxes.get(key) ?? new Outbox(this.#parts);
    this.#outboxes.set(key, outbox);
    return outbox;
  }

  #postStatus(forge: Forge, project: ForgeProject, status: CommitStatus): void {
    const { commit, context } = status;
    if (!this.#isNew(context, status)) return;
    forge.outbox.post({
      key: `status ${project} ${commit} ${context}`,
      send: async (signal) => {
        const request = forgeApi(forge, await this.#token(forge)).setStatus(project, status);
        const delivered = await deliver(request, this.#deliverParts(signal));
        return delivered.kind === 'answered' ? { kind: 'done' } : delivered;
      },
    });
  }

  #postPlan(forge: Forge, project: ForgeProject, event: Planned): void {
    const { deployment, pullRequest, commit } = event;
    const at = pullRequest === null ? commit : String(pullRequest);
    if (at === null || !(pullRequest === null ? isCommitName(at) : isNumber(pullRequest))) return;
    forge.outbox.post({
      key: `plan ${project} ${at} ${deployment}`,
      send: async (signal): Promise<Sent> => {
        const token = await this.#token(forge);
        const api = forgeApi(forge, token);
        const parts = this.#deliverParts(signal);
        const found =
          pullRequest === null
            ? await findPullRequest(api, { project, commit: at, kind: forge.kind }, parts)
            : ({ kind: 'found', number: pullRequest } as const);
        if (found.kind !== 'found') return found;
        const { number } = found;
        if (number === undefined) return { kind: 'done' };
        return upsertComment(api, this.#comment(token, { project, number }, event), parts);
      },
    });
  }

  #comment(token: string, { project, number }: Omit<NewComment, 'body'>, event: Planned) {
    const { deployment, pullRequest, commit, changes, plan } = event;
    const { host } = this.#parts;
    const marker = planMarker(token, { host, deployment, number });
    const facts = { host, deployment, commit, changes, plan, isCarriedOut: pullRequest === null };
    return { project, number, marker, body: planComment(marker, facts) };
  }

  #isNew(context: string, status: CommitStatus): boolean {
    const text = JSON.stringify(status);
    if (this.#last.get(context) === text) return false;
    this.#last.delete(context);
    this.#last.set(context, text);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST_REMEMBERED && oldest !== undefined) this.#last.delete(oldest);
    return true;
  }

  /** Read anew each time, so that a token can be exchanged. */
  #token({ tokenFile }: Forge): Promise<string> {
    return this.#parts.readSecret(tokenFile, 'the token of a forge');
  }

  #deliverParts(signal: AbortSignal) {
    const { send, clock } = this.#parts;
    return { send, now: clock.now, signal };
  }
}

function isNumber(pullRequest: number): boolean {
  return Number.isSafeInteger(pullRequest) && pullRequest >= 1;
}
