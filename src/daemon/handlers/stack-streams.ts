// The commands that change what runs, with what holds for each of them: users go before repairs, and what was done lasts.
import type { EnginePort } from '../../apply/engine-port.ts';
import type { RepairGate } from '../repair-gate.ts';
import type { Handlers } from '../server.ts';
import type { StackTurns } from '../stack-turns.ts';
import { lifecycle } from './container-handlers.ts';
import { toPromoteUp, toRollbackUp } from './history-handlers.ts';
import { build, down, up } from './stack-handlers.ts';

export type StackStreamContext = {
  readonly engine: EnginePort;
  readonly turns: StackTurns;
  readonly gate: RepairGate;
};

export function stackStreams(
  context: StackStreamContext,
): Pick<Handlers['streams'], 'up' | 'rollback' | 'promote' | 'down' | 'lifecycle' | 'build'> {
  const { engine, gate } = context;
  const byUser = <T>(stack: string, work: () => Promise<T>): Promise<T> => gate.during(new Set([stack]), work);
  return {
    up: (request, stream) => byUser(request.stack.name, () => up(request, context, stream)),
    rollback: (request, stream) => byUser(request.stack, () => up(toRollbackUp(request, engine), context, stream)),
    promote: (request, stream) => byUser(request.stack, () => up(toPromoteUp(request, engine), context, stream)),
    down: (request, stream) => byUser(request.stack, () => down(request, context, stream)),
    lifecycle: (request, stream) => lasting(engine, lifecycle(request, context, stream)),
    build: (request, stream) => lasting(engine, build(request, context, stream)),
  };
}

/** Told to be done only when a power cut cannot undo it. */
export async function lasting<T>(engine: Pick<EnginePort, 'flush'>, work: Promise<T>): Promise<T> {
  const result = await work;
  await engine.flush();
  return result;
}
