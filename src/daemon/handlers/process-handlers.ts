// exec and run: a process whose stdin, output and exit code travel over one connection.
import type { ExecRequest, RunRequest } from '../../api/messages.ts';
import { ContainerError, toWireError } from '../../core/errors.ts';
import { attachStdin, type StdinAttachment } from '../../engine/containers/attach.ts';
import { readLog } from '../../engine/containers/log-reader.ts';
import type { Engine } from '../../engine/engine.ts';
import { parseSignal } from '../../os/process.ts';
import { runSpec } from '../run-spec.ts';
import type { DuplexConnection } from '../server.ts';

export async function exec(request: ExecRequest, engine: Engine, connection: DuplexConnection): Promise<void> {
  const { record } = engine.containers.get(request.container);
  const process = await engine.containers.exec(record.id, request);
  connection.send('ready', JSON.stringify({ id: record.id, name: record.name }));
  connection.onFrame((frame) => {
    if (frame.kind === 'stdin') process.stdin?.write(frame.payload);
    if (frame.kind === 'stdinEnd') process.stdin?.end();
    if (frame.kind === 'signal') void process.kill(parseSignal(frame.payload.toString()) ?? 15).catch(() => {});
  });
  process.stdin?.on('error', () => {});
  const pump = async (kind: 'stdout' | 'stderr'): Promise<void> => {
    for await (const chunk of process[kind] as AsyncIterable<Buffer>) {
      connection.send(kind, chunk);
      await connection.drained();
    }
  };
  const [exitCode] = await Promise.all([process.exit, pump('stdout'), pump('stderr')]);
  process.stdin?.destroy();
  connection.send('exit', JSON.stringify({ exitCode }));
}

/** `run IMAGE CMD`: creates and starts a container without a stack, and stays with it unless detached. */
export async function run(request: RunRequest, engine: Engine, connection: DuplexConnection): Promise<void> {
  const spec = await runSpec(engine, request, {
    signal: connection.signal,
    onEvent: (event) => connection.send('event', JSON.stringify(event)),
  });
  const id = await engine.containers.create({ ...spec, autoRemove: request.remove && request.detach });
  let stdin: StdinAttachment | undefined;
  try {
    await engine.containers.start(id);
  } catch (error) {
    await engine.containers.remove(id, { volumes: true }).catch(() => {});
    throw error;
  }
  const paths = engine.containers.pathsOf(id);
  await engine.flush();
  connection.send('ready', JSON.stringify({ id, name: spec.name }));
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
  for await (const line of log) {
    connection.send(line.stream, line.partial ? line.text : `${line.text}\n`);
    await connection.drained();
  }
  if (connection.signal.aborted) return;
  const exitCode = await engine.containers.waitForEnd(id);
  stdin?.close();
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
    if (frame.kind === 'stdin') writes = writes.then(() => stdin?.write(frame.payload));
    if (frame.kind === 'stdinEnd') writes = writes.then(() => stdin?.end());
    if (frame.kind === 'signal') forwardSignal(target, frame.payload.toString());
  });
}

function forwardSignal({ engine, id }: { engine: Engine; id: string }, name: string): void {
  try {
    engine.containers.kill(id, parseSignal(name) ?? 15);
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
  }
}
