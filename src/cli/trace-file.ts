import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCode, SystemError } from '../core/errors.ts';
import { nowUs } from '../core/trace.ts';
import { formatTrace } from '../ui/format-trace.ts';
import type { Cli } from './cli.ts';

type Spans = Parameters<typeof formatTrace>[0];

export type TraceFile = {
  readonly wanted: boolean;
  /** Writes what was recorded here together with the daemon's spans, which its result carries. */
  readonly write: (result: object) => Promise<void>;
};

/** `--trace FILE`: records from the start of the process. Costs nothing without a file. */
export function openTrace(cli: Cli, path: string | undefined): TraceFile {
  if (path === undefined) return { wanted: false, write: async () => {} };
  const end = cli.tracer.record();
  const startUs = Math.round(performance.timeOrigin * 1000);
  const start = { name: 'start', category: 'cli', lane: 'start', startUs, durationUs: nowUs() - startUs };
  return {
    wanted: true,
    write: async (result) => {
      const own = [start, ...end()].map((span) => ({ ...span, process: 'cli' as const }));
      await writeTrace(resolve(cli.cwd, path), formatTrace([...own, ...daemonSpans(result)]));
    },
  };
}

function daemonSpans(result: object): Spans {
  return 'trace' in result && Array.isArray(result.trace) ? result.trace : [];
}

async function writeTrace(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new SystemError('trace-not-written', {
      message: `cannot write the trace to "${path}": ${errorCode(cause) ?? cause}`,
      cause,
    });
  }
}
