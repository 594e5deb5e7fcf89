// Containers that are there: lifecycle, logs, events, wait.

import type { Agent } from '../../agent/agent.ts';
import type { LifecycleRequest, LogsRequest } from '../../api/messages.ts';
import type { StreamRoutes } from '../../api/routes.ts';
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { tellHookFailures } from '../../apply/tell-hook-failures.ts';
import type { Emitter } from '../../core/emitter.ts';
import { ContainerError, UsageError } from '../../core/errors.ts';
import type { ContainerView } from '../../engine/containers/container-view.ts';
import type { LogLine } from '../../engine/containers/log-line.ts';
import { readLog } from '../../engine/containers/log-reader.ts';
import { parseSignal } from '../../os/process.ts';
import { dependencyWaves } from '../dependency-waves.ts';
import type { Notice } from '../notice.ts';
import type { RepairGate } from '../repair-gate.ts';
import type { StreamContext } from '../server.ts';
import { deploymentState } from './deploy-handlers.ts';

type Selection = {
  readonly stack: string | null;
  readonly services: readonly string[];
  readonly containers: readonly string[];
};

/** Containers by name, or those of a stack's services (none named is all). Throws on a name that is not there. */
function select(engine: Engine, selection: Selection): ContainerView[] {
  if (selection.containers.length > 0) return selection.containers.map((name) => engine.containers.get(name));
  if (selection.stack === null)
    throw new UsageError('nothing-selected', { message: 'neither a stack nor a container is named' });
  const views = engine.containers.list(selection.stack);
  for (const service of selection.services) {
    if (!views.some((view) => view.record.spec.service === service)) {
      throw new ContainerError('no-such-service', {
        message: `stack "${selection.stack}" has no container of a service "${service}"`,
      });
    }
  }
  return views.filter(
    (view) => selection.services.length === 0 || selection.services.includes(view.record.spec.service ?? ''),
  );
}

const VERBS = { start: 'start', stop: 'stop', restart: 'restart', kill: 'kill', remove: 'remove' } as const;

/** Carries out one action on each container; dependents stop before and start after what they depend on. */
export async function lifecycle(
  request: LifecycleRequest,
  { engine, gate }: { readonly engine: Engine; readonly gate: RepairGate },
  stream: StreamContext,
): Promise<StreamRoutes['lifecycle']['result']> {
  const signal = request.signal === null ? 9 : parseSignal(request.signal);
  if (signal === undefined) throw new UsageError('unknown-signal', { message: `"${request.signal}" is not a signal` });
  const views = select(engine, request);
  const stacks = new Set(views.map(({ record }) => record.spec.stack));
  const ids = new Set(views.map(({ record }) => record.id));
  const told = { concerns: (id: string) => ids.has(id), emit: stream.emit };
  return gate.during(stacks, () =>
    tellHookFailures(engine.containerEvents, told, () =>
      actOnAll(views, { engine, request: { ...request, signalNumber: signal }, stream }),
    ),
  );
}

type Acting = {
  readonly engine: Engine;
  readonly request: LifecycleRequest & { readonly signalNumber: number };
  readonly stream: StreamContext;
};

async function actOnAll(
  views: readonly ContainerView[],
  { engine, request, stream }: Acting,
): Promise<StreamRoutes['lifecycle']['result']> {
  const done: string[] = [];
  const failures: unknown[] = [];
  const act = async (view: ContainerView): Promise<void> => {
    const title = `${VERBS[request.action]} container ${view.record.name}`;
    const id = `${request.action}-${view.record.name}`;
    const began = performance.now();
    stream.emit({ type: 'step', id, status: 'started', title });
    try {
      await actOn(engine, view, request);
      done.push(view.record.name);
      stream.emit({ type: 'step', id, status: 'done', title, ms: performance.now() - began });
    } catch (error) {
      failures.push(error);
      stream.emit({ type: 'step', id, status: 'failed', title, ms: performance.now() - began });
    }
  };
  for (const wave of dependencyWaves(
    engine,
    views,
    request.action === 'start' ? 'dependencies-first' : 'dependents-first',
  )) {
    await Promise.all(wave.map(act));
  }
  if (failures.length > 0) throw failures[0];
  return { containers: done };
}

async function actOn(engine: Engine, { record, status }: ContainerView, request: Acting['request']): Promise<void> {
  const timeout = request.timeoutMs ?? undefined;
  switch (request.action) {
    case 'start':
      return engine.containers.start(record.id);
    case 'stop':
      return engine.containers.stop(record.id, timeout);
    case 'restart':
      return engine.containers.restart(record.id, timeout);
    case 'kill':
      return engine.containers.kill(record.id, request.signalNumber);
    case 'remove':
      if (status === 'running' && !request.force) {
        throw new ContainerError('container-running', {
          message: `container "${record.name}" is running`,
          hint: 'stop it first, or use --force',
        });
      }
      return engine.containers.remove(record.id, {
        volumes: request.volumes,
        ...(request.force ? { graceMs: 0 } : {}),
      });
  }
}

/** Sends the log lines of containers, merged as they come; ends when all have, or the client goes. */
export async function logs(request: LogsRequest, engine: Engine, stream: StreamContext): Promise<null> {
  const followers: Promise<void>[] = [];
  const following = new Map<string, boolean>();
  const follow = (view: ContainerView, tail: number | null): void => {
    const { id, startedAt } = view.record;
    if (following.get(id)) return;
    // One that had ended and runs again goes on where its new run begins.
    const sinceMs = following.has(id) ? startedAt : request.sinceMs;
    following.set(id, true);
    const sent = sendLog(view, engine, { request: { ...request, tail, sinceMs }, stream });
    followers.push(sent.finally(() => following.set(id, false)));
  };
  const views = select(engine, request);
  if (!request.follow) {
    await sendMerged(views, engine, { request, stream });
    return null;
  }
  for (const view of views) follow(view, request.tail);
  // A recreated or scaled container belongs to the same stack: it is followed from its beginning.
  const stop = engine.containerEvents.listen(({ action, record }) => {
    const wanted = request.stack !== null && request.containers.length === 0 && record.spec.stack === request.stack;
    const serviceWanted = request.services.length === 0 || request.services.includes(record.spec.service ?? '');
    const view = action === 'started' && wanted && serviceWanted ? engine.containers.find(record.id) : undefined;
    if (view) follow(view, null);
  });
  try {
    for (let count = -1; count !== followers.length; ) {
      count = followers.length;
      await Promise.all(followers);
    }
  } finally {
    stop();
  }
  return null;
}

type LogContext = { readonly request: LogsRequest; readonly stream: StreamContext };

async function sendLog(view: ContainerView, engine: Engine, { request, stream }: LogContext): Promise<void> {
  const { id } = view.record;
  // A restart keeps the log: the follower ends only when the container has ended for good.
  const ended = (): boolean => !['running', 'restarting'].includes(engine.containers.find(id)?.status ?? 'gone');
  for await (const line of readLog(engine.containers.pathsOf(id).log, { ...request, signal: stream.signal, ended })) {
    emitLine(view, line, stream);
    await stream.drained();
  }
}

/** Without following, lines of several containers come in the order of their times. */
async function sendMerged(
  views: readonly ContainerView[],
  engine: Engine,
  { request, stream }: LogContext,
): Promise<void> {
  const sources = views.map((view) => ({
    view,
    lines: readLog(engine.containers.pathsOf(view.record.id).log, {
      ...request,
      signal: stream.signal,
      ended: () => true,
    }),
  }));
  try {
    await sendInOrder(sources, stream);
  } finally {
    // A file that is still open when its reader is collected ends the daemon.
    await Promise.all(sources.map(({ lines }) => lines.return(undefined)));
  }
}

type LogSource = { readonly view: ContainerView; readonly lines: AsyncGenerator<LogLine> };

async function sendInOrder(sources: readonly LogSource[], stream: StreamContext): Promise<void> {
  const heads = await Promise.all(sources.map(async (source) => ({ ...source, head: await source.lines.next() })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const candidate of heads) {
      if (
        !candidate.head.done &&
        (first === undefined || first.head.done || candidate.head.value.time < first.head.value.time)
      )
        first = candidate;
    }
    if (!first || first.head.done || stream.signal.aborted) return;
    emitLine(first.view, first.head.value, stream);
    await stream.drained();
    first.head = await first.lines.next();
  }
}

function emitLine(
  view: ContainerView,
  line: { stream: 'stdout' | 'stderr'; time: string; text: string; partial: boolean },
  stream: StreamContext,
): void {
  const { name, spec } = view.record;
  stream.emit({
    type: 'log',
    container: name,
    stream: line.stream,
    time: line.time,
    line: line.text,
    ...(spec.service === null ? {} : { service: spec.service }),
    ...(line.partial ? { partial: true } : {}),
  });
}

/** What happens to containers and deployments, and what is noticed of stacks, until the client goes. */
export async function events(
  request: { readonly stack: string | null },
  { engine, agent, notices }: { readonly engine: Engine; readonly agent: Agent; readonly notices: Emitter<Notice> },
  stream: StreamContext,
): Promise<null> {
  const stopChanges = agent.changes.listen((deployment) => {
    if (request.stack !== null && request.stack !== deployment) return;
    stream.emit({ type: 'deployment', deployment, state: deploymentState(agent, deployment) });
  });
  const stopNotices = notices.listen(({ stack, code, message }) => {
    if (request.stack === null || request.stack === stack) stream.emit({ type: 'warning', code, message });
  });
  const stop = engine.containerEvents.listen(({ action, record, exitCode }) => {
    if (request.stack !== null && record.spec.stack !== request.stack) return;
    stream.emit({
      type: 'container',
      action,
      container: record.name,
      ...(record.spec.service === null ? {} : { service: record.spec.service }),
      ...(record.spec.stack === null ? {} : { stack: record.spec.stack }),
      ...(exitCode === undefined ? {} : { exitCode }),
    });
  });
  await new Promise<void>((resolve) => stream.signal.addEventListener('abort', () => resolve(), { once: true }));
  stop();
  stopNotices();
  stopChanges();
  return null;
}

export async function wait(request: { readonly container: string }, engine: Engine): Promise<{ exitCode: number }> {
  return { exitCode: await engine.containers.waitForEnd(engine.containers.get(request.container).record.id) };
}

/** All that is known of one container, network, volume or image. */
