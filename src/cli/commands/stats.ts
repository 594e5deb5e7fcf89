import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerOf } from '../../client/client.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import { LiveScreen } from '../../ui/live-screen.ts';
import { fitLines, formatUsages, toUsages, type Usage } from '../../ui/usage-table.ts';
import { chooseRunning, type Running } from '../choose-running.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICES_ARGUMENT } from '../lifecycle.ts';
import { toJsonLines } from '../listing.ts';
import { untilInterrupted } from '../until-interrupted.ts';

const INTERVAL_MS = 1000;
/** Enough for a rate, where only one is asked for. */
const FIRST_MS = 500;

export const command = defineCommand({
  name: 'stats',
  summary: 'Show what containers use, again each second until Ctrl-C',
  details:
    'Of the stack of this directory; where there is none, of the whole machine. CPU is in percent of one processor; memory is without file cache that can be dropped.',
  arguments: [SERVICES_ARGUMENT],
  options: {
    'no-stream': { kind: 'flag', summary: 'Once' },
    format: { kind: 'choice', values: ['table', 'json'], summary: 'Form of the list' },
  },
  examples: [
    { line: 'dockr stats', says: 'a table that is drawn again in place' },
    { line: 'dockr stats --no-stream --format json', says: 'one JSON value a container' },
  ],
  run: async (cli, { options, operands }) => {
    const isJson = options.format === 'json' || (cli.globals.json && options.format !== 'table');
    const running = await chooseRunning(cli, operands);
    const isOnce = options['no-stream'];
    const end = await untilInterrupted(cli, async (signal) => {
      using screen = screenFor(cli, { isJson, isOnce });
      for await (const usages of readings(running, isOnce, signal)) screen.show(usages);
    });
    return end.kind === 'interrupted' ? end.exitCode : EXIT.done;
  },
});

/** The first is after half a second, since a rate takes two readings. Rejects with the signal's reason. */
async function* readings({ client, list }: Running, isOnce: boolean, signal: AbortSignal) {
  const ask = async (): Promise<AnswerOf<'usage'>> => client.call('usage', { containers: await list() });
  const read = (): Promise<AnswerOf<'usage'>> => untilAborted(ask(), signal);
  let before = await read();
  for (let pause = FIRST_MS; ; pause = INTERVAL_MS) {
    await sleep(pause, undefined, { signal });
    const after = await read();
    yield toUsages(before, after);
    if (isOnce) return;
    before = after;
  }
}

type Screen = Disposable & { readonly show: (usages: readonly Usage[]) => void };

function screenFor(cli: Cli, { isJson, isOnce }: { readonly isJson: boolean; readonly isOnce: boolean }): Screen {
  const { stdout } = cli.output;
  if (isJson) return { show: (usages) => void stdout.write(toJsonLines(usages)), [Symbol.dispose]: () => {} };
  if (isOnce || !stdout.isTerminal || cli.globals.ansi === 'never')
    return { show: (usages) => void stdout.write(formatUsages(usages)), [Symbol.dispose]: () => {} };
  const live = new LiveScreen(stdout);
  let shown: readonly Usage[] = [];
  const draw = (): void => {
    // A terminal that does not know its size says 0.
    const size = { columns: stdout.stream.columns || 80, rows: stdout.stream.rows || 24 };
    live.draw(fitLines(formatUsages(shown).trimEnd().split('\n'), size));
  };
  const onResize = (): void => {
    live.clear();
    draw();
  };
  stdout.stream.on('resize', onResize);
  return {
    show: (usages) => {
      shown = usages;
      draw();
    },
    [Symbol.dispose]: () => {
      stdout.stream.off('resize', onResize);
      live[Symbol.dispose]();
    },
  };
}
