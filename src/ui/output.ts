// Where everything the program says goes: results to stdout, all else to stderr.

import { errorCode } from '../core/errors.ts';
import { createPaint, type Paint } from './paint.ts';

export type OutputStream = NodeJS.WriteStream;

/** One of the two streams. What is written after its reader has gone is dropped. */
export type Channel = {
  readonly write: (text: string | Uint8Array) => void;
  readonly paint: Paint;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly stream: OutputStream;
};

export type Output = {
  readonly stdout: Channel;
  readonly stderr: Channel;
  /** Aborted once the reader of stdout has gone (`dockr logs | head`). */
  readonly closed: AbortSignal;
};

export type AnsiMode = 'never' | 'always' | 'auto';

export type OutputOptions = {
  /** Called when the first text is written, or its terminal asked about: Node takes milliseconds to make one. */
  readonly openStdout: () => OutputStream;
  readonly openStderr: () => OutputStream;
  readonly ansi: AnsiMode;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Both streams, coloured where a terminal reads them or the user insists. */
export function createOutput(options: OutputOptions): Output {
  let closing: AbortController | undefined;
  const toClose = (): AbortController => {
    closing ??= new AbortController();
    return closing;
  };
  let stdout: Channel | undefined;
  let stderr: Channel | undefined;
  return {
    get stdout() {
      stdout ??= createChannel(options.openStdout(), options, () => toClose().abort());
      return stdout;
    },
    get stderr() {
      stderr ??= createChannel(options.openStderr(), options, () => {});
      return stderr;
    },
    get closed() {
      return toClose().signal;
    },
  };
}

function createChannel(stream: OutputStream, options: OutputOptions, onClosed: () => void): Channel {
  let open = true;
  stream.on('error', (error: Error) => {
    if (errorCode(error) !== 'EPIPE' && errorCode(error) !== 'ERR_STREAM_DESTROYED') throw error;
    open = false;
    onClosed();
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    paint: createPaint(isColoured(stream, options)),
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
    stream,
  };
}

/** `NO_COLOR` (no-color.org) counts when it is not empty; an explicit `always` counts more. */
function isColoured(stream: OutputStream, options: OutputOptions): boolean {
  if (options.ansi !== 'auto') return options.ansi === 'always';
  if (options.environment['NO_COLOR'] || options.environment['TERM'] === 'dumb') return false;
  return stream.isTTY === true;
}
