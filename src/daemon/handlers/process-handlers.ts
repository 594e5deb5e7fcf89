// exec and run: a process whose stdin, output and exit code travel over one connection.
import type { ExecRequest, RunRequest } from '../../api/messages.ts';
import { drained } from '../../core/drained.ts';
import { ContainerError, toWireError } from '../../core/errors.ts';
import { attachStdin, type StdinAttachment } from '../../engine/containers/attach.ts';
import { readLog } from '../../engine/containers/log-reader.ts';
import type { Engine } from '../../engine/engine.ts';
import { parseSignal } from '../../os/process.ts';
import { runSpec } from '../run-spec.ts';
import type { DuplexConnection } from '../server.ts';

export async function exec(request: ExecRequest, engine: Engine, connection: DuplexConnection): Promise<void> {
  const { record } = engine.containers.get(request.container);
  const process = await engine.containers.inside.exec(record.id, request);
  connection.send('ready', JSON.stringify({ id: record.id, name: record.name }));
  process.stdin?.on('error', () => {});
  connection.onFrame((frame) => {
    if (frame.kind === 'stdinEnd') process.stdin?.end();
    if (frame.kind === 'signal') void process.kill(parseSignal(frame.payload.toString()) ?? 15).catch(() => {});
    if (frame.kind !== 'stdin' || !process.stdin?.writable) return undefined;
    process.stdin.write(frame.payload);
    return drained(process.stdin);
  });
  let waitingForClient = 0;
  const pump = async (kind: 'stdout' | 'stderr'): Promise<void> => {
    for await (const chunk of process[kind] as AsyncIterable<Buffer>) {
      connection.send(kind, chunk);
      waitingForClient++;
      await connection.drained();
      waitingForClient--;
    }
  };
  const output = Promise.all([pump('stdout'), pump('stderr')]).catch(() => {});
  const exitCode = await process.exit;
  await ended(output, () => waitingForClient > 0);
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream?.destroy();
  connection.send('exit', JSON.stringify({ exitCode }));
}

/** What the command left running in the background may hold its output open for ever: Docker waits as long. */
const OUTPUT_PATIENCE_MS = 2000;

/** Resolves at the end of the output, or when all that the command itself wrote has been sent and nothing more comes. */
function ended(output: Promise<unknown>, isSending: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(() => {
      if (!isSending()) stop();
    }, OUTPUT_PATIENCE_MS);
    void output.then(stop);
  });
}

/** `run IMAGE CMD`: creates and starts a container without a stack, and stays with it unless detached. */
export async function run(request: RunRequest, engine: Engine, connection: DuplexConnection): Promise<void> {
  const spec = await runSpec(engine, request, {
    signal: connection.signal,
    onEvent: (event) => connection.send('event', JSON.stringify(event)),
  });
  const id = await engine.containers.create(spec);
  const letGo = request.detach ? undefined : engine.containers.hold(id);
  try {
    await startAndFollow({ id, name: spec.name }, request, engine, connection);
  } finally {
    await letGo?.();
  }
}

async function startAndFollow(
  { id, name }: { readonly id: string; readonly name: string },
  request: RunRequest,
  engine: Engine,
  connection: DuplexConnection,
): Promise<void> {
  let stdin: StdinAttachment | undefined;
  try {
    await engine.containers.start(id);
  } catch (error) {
    await engine.containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
  const paths = engine.containers.pathsOf(id);
  await engine.flush();
  connection.send('ready', JSON.stringify({ id, name }));
  if (request.detach) return;
  try {
    if (request.stdin) stdin = attachStdin(`${paths.bundle}/attach`);
  } catch (error) {
    // A process of a few milliseconds may have ended before we could attach.
    if (engine.containers.isRunning(id)) connection.send('error', JSON.stringify(toWireError(error)));
  }
  forwardInput(connection, { engine, id, stdin: () => stdin });
  const ended = (): boolean => !engine.containers.isRunning(id);
  const log = readLog(paths.log, {
    tail: null,
    sinceMs: null,
    untilMs: null,
    follow: true,
    signal: connection.signal,
    ended,
  });
  try {
    for await (const line of log) {
      connection.send(line.stream, line.partial ? line.text : `${line.text}\n`);
      await connection.drained();
    }
  } finally {
    stdin?.close();
  }
  if (connection.signal.aborted) return;
  const exitCode = await engine.containers.waitForEnd(id);
  if (request.remove) await engine.containers.remove(id, { volumes: true });
  connection.send('exit', JSON.stringify({ exitCode }));
}

function forwardInput(
  connection: DuplexConnection,
  target: { engine: Engine; id: string; stdin: () => StdinAttachment | undefined },
): void {
  let writes = Promise.resolve();
  connection.onFrame((frame) => {
    const stdin = target.stdin();
    if (frame.kind === 'signal') forwardSignal(target, frame.payload.toString());
    if (frame.kind === 'stdin') writes = writes.then(() => stdin?.write(frame.payload));
    if (frame.kind === 'stdinEnd') writes = writes.then(() => stdin?.end());
    return frame.kind === 'stdin' ? writes : undefined;
  });
}

function forwardSignal({ engine, id }: { engine: Engine; id: string }, name: string): void {
  try {
    engine.containers.kill(id, parseSignal(name) ?? 15);
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
  }
}
