// Every route that changes something, with two records around it: one before anything happens, one when it is over, which is on
// the disk before the caller is told. A change is not held up because it cannot be recorded; then the caller is told that.

import type { AuditLog } from '../../audit/audit-log.ts';
import type { Actor, AuditTarget } from '../../audit/audit-record.ts';
import type { Caller, DuplexConnection, Handlers, StreamContext } from '../server.ts';
import { AUDITED } from './audited-routes.ts';
import { failureOf, outcomeOf } from './change-outcome.ts';

type Call = (request: unknown, caller: Caller) => Promise<unknown>;
type Stream = (request: unknown, context: StreamContext) => Promise<unknown>;
type Duplex = (request: unknown, connection: DuplexConnection) => Promise<void>;
type Describe = 'reads' | ((request: never) => AuditTarget | Promise<AuditTarget>);

/** The handlers, recorded. */
export function auditHandlers(handlers: Handlers, log: AuditLog): Handlers {
  const calls = wrapAll(handlers.calls, AUDITED.calls, (action, describe, handler: Call): Call => {
    return async (request, caller) =>
      (
        await recorded(log, { action, target: await targetOf(describe, request), caller }, () =>
          handler(request, caller),
        )
      ).value;
  });
  const streams = wrapAll(handlers.streams, AUDITED.streams, (action, describe, handler: Stream): Stream => {
    return async (request, context) => {
      const change = { action, target: await targetOf(describe, request), caller: context.caller };
      const { value, isSafe } = await recorded(log, change, () => handler(request, context));
      if (!isSafe) context.emit({ type: 'warning', code: 'audit-not-written', message: NOT_WRITTEN });
      return value;
    };
  });
  const duplexes = wrapAll(handlers.duplexes, AUDITED.duplexes, (action, describe, handler: Duplex): Duplex => {
    return async (request, connection) => {
      const change = { action, target: await targetOf(describe, request), caller: connection.caller };
      await recorded(log, change, () => hearing(connection, (heard) => handler(request, heard)));
    };
  });
  return { calls, streams, duplexes };
}

/** `run` and `exec` tell a failure in a frame; what the program then ends with is its own affair. */
async function hearing(
  connection: DuplexConnection,
  work: (connection: DuplexConnection) => Promise<void>,
): Promise<{ readonly error: unknown }> {
  let error: unknown;
  const send: DuplexConnection['send'] = (kind, payload) => {
    if (kind === 'error') error = JSON.parse(String(payload));
    connection.send(kind, payload);
  };
  await work({ ...connection, send });
  return { error };
}

const NOT_WRITTEN = 'the change was made, but the audit log could not be written: see "dockr doctor"';

type Wrap<Handler> = (action: string, describe: Exclude<Describe, 'reads'>, handler: Handler) => Handler;

/** The tables have the same names, which the types of both say; one by one, that is out of the compiler's sight. */
function wrapAll<Table extends object, Handler>(
  table: Table,
  described: Readonly<Record<keyof Table, Describe>>,
  wrap: Wrap<Handler>,
): Table {
  const wrapped = Object.entries(table).map(([name, handler]) => {
    const describe = described[name as keyof Table];
    return [name, describe === 'reads' ? handler : wrap(name, describe, handler as Handler)];
  });
  return Object.fromEntries(wrapped) as Table;
}

/** What a handler refuses because it is malformed may have none. */
async function targetOf(describe: Exclude<Describe, 'reads'>, request: unknown): Promise<AuditTarget> {
  try {
    return await describe(request as never);
  } catch {
    return {};
  }
}

type Change = { readonly action: string; readonly target: AuditTarget; readonly caller: Caller };

async function recorded<T>(
  log: AuditLog,
  { action, target, caller }: Change,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly isSafe: boolean }> {
  const change = { action, target, actor: actorOf(caller) };
  const of = log.append({ event: 'begun', ...change });
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  try {
    const value = await work();
    const outcome = outcomeOf(value);
    log.append({ event: 'ended', of, ms: elapsed(), outcome, ...change });
    // Where nothing was changed there is nothing to be sure of: an "up" with nothing to do does not wait for the disk.
    return { value, isSafe: outcome.result === 'unchanged' || (await log.flush()) };
  } catch (error) {
    log.append({ event: 'ended', of, ms: elapsed(), outcome: failureOf(error), ...change });
    await log.flush();
    throw error;
  }
}

/** A caller whose credentials the kernel did not give has gone already. */
function actorOf(caller: Caller): Actor {
  const peer = caller.credentials();
  return peer ? { kind: 'user', ...peer } : { kind: 'user', uid: -1, gid: -1, pid: -1, login: null };
}
