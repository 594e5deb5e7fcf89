// Single keys of a terminal, while something goes on in the foreground.
import { readFileSync } from 'node:fs';
import type { Cli } from './cli.ts';

/** What a terminal makes of a key by itself, and no longer does while each key is handed on. */
const SIGNALS: Readonly<Record<string, NodeJS.Signals>> = {
  '\u0003': 'SIGINT',
  '\u001c': 'SIGQUIT',
  '\u001a': 'SIGTSTP',
};

/** Whether somebody sits before it: a terminal that is read, and one that is written to, and this process may do both. */
export function hasKeys(cli: Cli): boolean {
  if (cli.globals.json || cli.globals.quiet || !cli.output.stderr.isTerminal) return false;
  return cli.stdin.isTTY && isInForeground();
}

/** Calls `onKey` for each key until it is disposed of. Ctrl-C and its kin do what they always do. */
export function listenToKeys(cli: Cli, onKey: (key: string) => void): Disposable {
  const { stdin } = cli;
  const onData = (chunk: Buffer): void => {
    for (const key of chunk.toString()) {
      const signal = SIGNALS[key];
      if (signal === 'SIGTSTP') stop(stdin);
      else if (signal) process.kill(process.pid, signal);
      else onKey(key);
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', onData);
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

/** The shell gets the terminal as it was. */
function stop(stdin: NodeJS.ReadStream): void {
  stdin.setRawMode(false);
  process.once('SIGCONT', () => {
    if (isInForeground()) stdin.setRawMode(true);
  });
  process.kill(process.pid, 'SIGSTOP');
}

/** A process in the background is stopped when it changes the terminal. */
function isInForeground(): boolean {
  try {
    // After the name, which may have blanks and brackets in it: state, parent, process group, session, terminal, its group.
    const [, , group, , , foreground] = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return group === foreground;
  } catch {
    return false;
  }
}
