// What a person asks of the daemon, and what became of it.
import type { LifecycleRequest, UpRequest, UpResult } from '../../src/api/messages.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import type { stackStreams } from '../../src/daemon/handlers/stack-streams.ts';
import type { Plan } from '../../src/reconcile/plan.ts';
import { USUAL_POLICY } from '../../src/reconcile/usual-policy.ts';
import type { Actor } from './actor.ts';
import type { LifecycleVerb, UpOptions } from './history.ts';
import { type StackDraft, stackOf } from './stack-draft.ts';

export const STACK = 'shop';
const WAIT_TIMEOUT_MS = 60_000;

export type Commands = ReturnType<typeof stackStreams>;
export type Stream = Parameters<Commands['up']>[1];

export type Outcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The daemon died before it answered. */
  | { readonly kind: 'lost' };

export class Command {
  readonly name: string;
  readonly actor: Extract<Actor, { kind: 'command' }>;
  readonly controller = new AbortController();
  readonly warnings: string[] = [];
  plan: Plan | undefined;
  /** Services that had somebody who ran when its plan was made. */
  running: ReadonlySet<string> = new Set();
  /** Somebody else had a hand in the stack since its plan was made. */
  isDisturbed = false;
  /** Steps of a rollback that failed because a program cannot even be started. */
  readonly refusedOnTheWayBack: string[] = [];
  outcome: Outcome = { kind: 'running' };

  constructor(name: string, { since, mayLoseData }: { readonly since: number; readonly mayLoseData: boolean }) {
    this.name = name;
    const { signal } = this.controller;
    this.actor = { kind: 'command', name, since, signal, mayLoseData, plan: () => this.plan };
  }

  get isRunning(): boolean {
    return this.outcome.kind === 'running';
  }

  /** Of an `up` or a rollback that ended with an answer. */
  get result(): Pick<UpResult, 'plan' | 'failed' | 'rolledBack'> | undefined {
    const { outcome } = this;
    const isResult = outcome.kind === 'done' && typeof outcome.value === 'object' && outcome.value !== null;
    return isResult && 'rolledBack' in outcome.value ? (outcome.value as UpResult) : undefined;
  }

  /** Whether it did all that it was asked for. */
  get isWell(): boolean {
    return this.result !== undefined && this.result.failed.length === 0;
  }

  hear(event: DockrEvent): void {
    if (event.type === 'plan') this.plan = event.plan as Plan;
    if (event.type === 'warning') this.warnings.push(event.code);
    const isGoingBack = this.warnings.includes('rolling-back');
    if (event.type === 'step' && isGoingBack && event.error?.code === 'command-not-found')
      this.refusedOnTheWayBack.push(event.id);
  }
}

export function upRequest(draft: StackDraft, options: UpOptions): UpRequest {
  const stack = stackOf(STACK, draft);
  const { recreate, removeOrphans, renewAnonymousVolumes, noDependencies, noStart } = options;
  const services = options.services.filter((name) => Object.hasOwn(stack.services, name));
  const known = Object.entries(options.scale).filter(([name]) => Object.hasOwn(stack.services, name));
  return {
    stack,
    policy: { ...USUAL_POLICY, recreate, removeOrphans, renewAnonymousVolumes, noDependencies, noStart, services },
    scale: Object.fromEntries(known),
    build: 'when-changed',
    pull: options.pullAlways ? 'always' : 'as-declared',
    wait: options.wait,
    waitTimeoutMs: WAIT_TIMEOUT_MS,
    trace: false,
    retry: options.retry,
    rollback: options.rollback,
  };
}

export function lifecycleRequest(
  verb: LifecycleVerb,
  { service, volumes }: { readonly service: string; readonly volumes: boolean },
): LifecycleRequest {
  const none = { containers: [], timeoutMs: null, signal: null };
  return { ...none, stack: STACK, services: [service], action: verb, volumes, force: verb === 'remove' };
}
