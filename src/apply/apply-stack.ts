// From a model to a machine that equals it: read inputs, observe, plan, carry out, record.
import { DockrError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { failpoint } from '../core/failpoint.ts';
import { desiredState } from '../reconcile/desire.ts';
import type { DesiredInputs, DesiredState } from '../reconcile/desired.ts';
import type { Plan, PlanPolicy } from '../reconcile/plan.ts';
import { planDown, planStack } from '../reconcile/plan-stack.ts';
import { redactPlan } from '../reconcile/redact-plan.ts';
import type { Stack } from '../stack/model.ts';
import { checkExpected } from './check-expected.ts';
import { checkNetworks } from './check-networks.ts';
import { checkPorts } from './check-ports.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { executeStep } from './execute-step.ts';
import { badServices, FailureNotes } from './failure-notes.ts';
import { observeStack } from './observe.ts';
import type { PlanMemory } from './plan-memory.ts';
import { checkQuarantine } from './quarantine.ts';
import { readInputs } from './read-inputs.ts';
import { removeUnused } from './remove-unused.ts';
import { beginRevision, endRevision } from './revisions.ts';
import { runPlan } from './run-plan.ts';
import { readSealed, type SealedStack } from './seal-stack.ts';
import type { StepContext } from './step-context.ts';
import { tellHookFailures } from './tell-hook-failures.ts';
import { undoStep } from './undo-step.ts';

export type ApplyRequest = {
  readonly stack: Stack;
  readonly policy: PlanPolicy;
  readonly scale: Readonly<Record<string, number>>;
  readonly build: 'when-changed' | 'always' | 'never';
  readonly pull: 'as-declared' | 'always' | 'never';
  /** In place of each container's own grace, for those that are stopped. */
  readonly timeoutMs?: number | null;
  /** Image reference -> id of the image to use for it: those of an earlier revision. */
  readonly pinned?: Readonly<Record<string, string>>;
  /** Why, for the history: `up` if left out. */
  readonly cause?: string;
  /** The plan that somebody has agreed to: any other is refused. */
  readonly expected?: Plan;
  /** Services whose images are not built anew, unless they are not here. */
  readonly keepImages?: readonly string[];
  /** Also a state that failed before and was rolled back. */
  readonly retry?: boolean;
  /** For what is applied again and again, and mostly is as it should be. */
  readonly memory?: PlanMemory<ApplyOutcome>;
};

export type ApplyContext = { readonly emit: (event: DockrEvent) => void; readonly signal: AbortSignal };

export type ApplyOutcome = {
  readonly plan: Plan;
  readonly failed: readonly string[];
  /** Of the history; null for `down`. */
  readonly revision: number | null;
  /** Services whose new containers did not start or did not get healthy. */
  readonly bad: readonly string[];
};

export type Planned = { readonly plan: Plan; readonly desired: DesiredState; readonly inputs: DesiredInputs };

/** The plan for a stack as things are now, and what it was made from. */
export async function planFor(engine: Engine, request: ApplyRequest): Promise<Planned> {
  const { tracer } = engine;
  const read = await tracer.during('plan', 'read inputs', 'plan', () =>
    readInputs(engine, request.stack, { ...request, services: request.policy.services }),
  );
  const inputs = { ...read, pinned: request.pinned ?? {} };
  const { stack, policy, memory } = request;
  const desire = () => desiredState(stack, inputs);
  const desired = memory ? memory.desired({ stack, inputs }, desire) : desire();
  const endObserve = tracer.begin('plan', 'observe', 'plan');
  const observed = observeStack(engine, stack.name, desired);
  endObserve();
  const end = tracer.begin('plan', 'plan', 'plan');
  const draw = () => planStack(desired, observed, policy, Date.now());
  const plan = memory ? memory.plan({ desired, observed, policy }, draw) : draw();
  end();
  return { plan, desired, inputs };
}

/** Plans and carries it out. The plan itself is told first, as a `result`-like event of type `plan`. */
export async function applyStack(engine: Engine, request: ApplyRequest, context: ApplyContext): Promise<ApplyOutcome> {
  const { plan, desired, inputs } = await planFor(engine, request);
  const { memory, ...asked } = askedOf(request);
  const known = memory?.findEnd(plan, asked);
  const writesBefore = engine.database.writes;
  const shown = showPlan(engine, plan);
  if (request.expected) checkExpected(shown, request.expected);
  if (!request.retry && !known) checkQuarantine(engine, request, desired);
  context.emit({ type: 'plan', plan: shown });
  for (const warning of plan.warnings) context.emit({ type: 'warning', ...warning });
  if (known) return known;
  checkNetworks(engine, plan);
  await checkPorts(engine, plan);
  const { stack, timeoutMs = null, cause = 'up' } = request;
  const applying = { stack: withScale(stack, request.scale), desired, inputs, scope: request.policy, cause };
  failpoint('revision:begin');
  const revision = beginRevision(engine, applying);
  const failures = new FailureNotes();
  const emit = failures.listenTo(context.emit);
  const failed = await carryOut(engine, plan, { ...context, emit, desired, stack, timeoutMs });
  if (failed.length > 0) await removeUnused(engine, plan, { failed, emit });
  const outcome = failed.length === 0 ? 'applied' : 'failed';
  const error =
    failed.length > 0 ? (cutShortBy(context.signal) ?? failures.summary() ?? 'interrupted') : failures.summary();
  failpoint('revision:end');
  endRevision(engine, revision, { ...applying, outcome, error, wasThere: plan.steps.length === 0 });
  const ended = { plan: shown, failed, revision, bad: badServices(plan, failures.list()) };
  memory?.keepEnd(ended, { ...asked, plan, writesBefore });
  await engine.flush();
  return ended;
}

/** The plan stands for the policy. */
function askedOf({ memory, stack, policy: _, ...how }: ApplyRequest) {
  return { memory, stack, how };
}

/** The code of what it was given up for; what failed on the way is no fault of the revision. */
function cutShortBy({ reason }: AbortSignal): string | null {
  return reason instanceof DockrError ? reason.code : null;
}

/** What was asked for on the command line is of the revision, too. */
function withScale(stack: Stack, scale: ApplyRequest['scale']): Stack {
  if (Object.keys(scale).length === 0) return stack;
  const services = Object.entries(stack.services).map(([name, service]) => [
    name,
    { ...service, scale: scale[name] ?? service.scale },
  ]);
  return { ...stack, services: Object.fromEntries(services) };
}

/** The plan as it may be seen. */
export function showPlan(engine: Engine, plan: Plan): Plan {
  return redactPlan(plan, (text) => engine.keyedDigest(Buffer.from(text)));
}

export type DownRequest = {
  readonly stack: string;
  readonly volumes: boolean;
  readonly images: 'none' | 'local' | 'all';
  readonly timeoutMs: number | null;
};

/** Stops and removes what is there of a stack, whatever its file says by now. */
export async function applyDown(engine: Engine, request: DownRequest, context: ApplyContext): Promise<ApplyOutcome> {
  const record = engine.stacks.find(request.stack);
  const stack = record ? readSealed(record.model) : null;
  const observed = observeStack(engine, request.stack, null);
  const plan = planDown(request.stack, observed, {
    volumes: request.volumes,
    dependencies: dependenciesOf(stack),
    external: externalNames(stack),
  });
  context.emit({ type: 'plan', plan });
  const failed = await carryOut(engine, plan, {
    ...context,
    desired: null,
    stack: null,
    timeoutMs: request.timeoutMs,
  });
  if (failed.length === 0) {
    if (request.images !== 'none' && stack) await removeImages(engine, stack, request.images);
    engine.stacks.delete(request.stack);
  }
  await engine.flush();
  return { plan, failed, revision: null, bad: [] };
}

/** Service → services it depends on, of the model that was applied last. */
function dependenciesOf(stack: SealedStack | null): Readonly<Record<string, readonly string[]>> {
  const services = Object.values(stack?.services ?? {});
  return Object.fromEntries(services.map((service) => [service.name, Object.keys(service.dependsOn)]));
}

/** Of networks and volumes that the file calls external: they stay. */
function externalNames(stack: SealedStack | null): readonly string[] {
  const shared = [...Object.values(stack?.networks ?? {}), ...Object.values(stack?.volumes ?? {})];
  return shared.flatMap((resource) => (resource.external ? [resource.name] : []));
}

async function removeImages(engine: Engine, stack: SealedStack, which: 'local' | 'all'): Promise<void> {
  for (const service of Object.values(stack.services)) {
    if (service.image && which === 'local') continue;
    const reference = service.image ?? `${stack.name}-${service.name}`;
    await engine.removeImage(reference).catch(() => {});
  }
}

type CarryOutContext = ApplyContext & {
  readonly desired: DesiredState | null;
  readonly stack: Stack | null;
  readonly timeoutMs: number | null;
};

async function carryOut(engine: Engine, plan: Plan, context: CarryOutContext): Promise<readonly string[]> {
  const stepContext: StepContext = {
    engine,
    stack: context.stack,
    images: context.desired?.images ?? [],
    signal: context.signal,
    onEvent: context.emit,
    ...(context.timeoutMs === null ? {} : { stopTimeoutMs: context.timeoutMs }),
  };
  const concerns = (id: string): boolean => engine.containers.find(id)?.record.spec.stack === plan.stack;
  const outcome = await tellHookFailures(engine.containerEvents, { concerns, emit: context.emit }, () =>
    runPlan(plan, {
      journal: engine.journal,
      tracer: engine.tracer,
      signal: context.signal,
      onEvent: context.emit,
      execute: (step) => executeStep(step, stepContext),
      undo: (step) => undoStep(step, stepContext),
    }),
  );
  return outcome.failed;
}
