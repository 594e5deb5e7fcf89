// Moves bytes between this process and a command in a container, until the command ends.
import type { Connection } from '../client/connection.ts';
import { drained } from '../core/drained.ts';
import { type DockrError, errorCode, fromWireError, SystemError, type WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { Cli } from './cli.ts';

export type PumpOptions = {
  /** Hand the standard input on. */
  readonly stdin: boolean;
  readonly onReady?: (container: { readonly id: string; readonly name: string }) => void;
  readonly onEvent?: (event: DockrEvent) => void;
};

export type PumpEnd = { readonly exitCode: number } | 'closed';

/** Gives the command's exit code, or `closed` when the daemon closed without one. */
export async function pump(cli: Cli, connection: Connection, options: PumpOptions): Promise<PumpEnd> {
  const stopSending = options.stdin ? sendStdin(cli.stdin, connection) : () => {};
  try {
    for await (const frame of connection.frames) {
      switch (frame.kind) {
        case 'stdout':
          cli.output.stdout.write(frame.payload);
          await drained(cli.output.stdout.stream);
          break;
        case 'stderr':
          cli.output.stderr.write(frame.payload);
          await drained(cli.output.stderr.stream);
          break;
        case 'ready':
          options.onReady?.(parsePayload(frame.payload));
          break;
        case 'event':
          options.onEvent?.(parsePayload(frame.payload));
          break;
        case 'exit':
          return parsePayload<{ readonly exitCode: number }>(frame.payload);
        case 'error':
          throw fromWireError(parsePayload<WireError>(frame.payload));
      }
    }
    return 'closed';
  } finally {
    stopSending();
    connection.close();
  }
}

/** What went wrong when a connection that should have told an exit code closed. */
export function cutOff(): DockrError {
  return new SystemError('daemon-gone', {
    message: 'the daemon went away before the command ended',
    hint: 'it starts again by itself; see "dockr ps" for whether the container still runs',
  });
}

function sendStdin(stdin: NodeJS.ReadStream, connection: Connection): () => void {
  const onData = (chunk: Uint8Array): void => {
    if (connection.send('stdin', chunk)) return;
    stdin.pause();
    void connection.drained().then(() => stdin.resume());
  };
  const onEnd = (): void => void connection.send('stdinEnd');
  // Reading from a terminal in the background, or from a directory, fails: the command gets an end then.
  const onError = (error: Error): void => {
    if (errorCode(error) !== undefined) onEnd();
  };
  stdin.on('data', onData).on('end', onEnd).on('error', onError);
  return () => {
    stdin.off('data', onData).off('end', onEnd);
    stdin.pause();
  };
}

function parsePayload<T>(payload: Buffer): T {
  return JSON.parse(payload.toString());
}
