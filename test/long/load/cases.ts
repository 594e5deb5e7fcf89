// The cases of the load runs: operations again and again while the load goes on, and a line about each.
import { Load } from './load.ts';

export type LoadCase = {
  readonly name: string;
  /** One operation; `turn` counts from 1. */
  readonly operate: (turn: number) => Promise<void>;
  /** Goes on until so many requests were made. */
  readonly leastAsked: number;
  readonly leastTurns: number;
};

export type LoadResult = { readonly load: Load; readonly line: string };

/** Load before, during and after each operation. */
export async function runLoadCase(side: string, port: number, loadCase: LoadCase): Promise<LoadResult> {
  const load = new Load(port);
  let turns = 0;
  try {
    while (turns < loadCase.leastTurns || load.asked < loadCase.leastAsked) await loadCase.operate(++turns);
  } finally {
    await load.end();
  }
  return { load, line: formatLine({ side, name: loadCase.name, turns }, load) };
}

type Title = { readonly side: string; readonly name: string; readonly turns: number };

/** `dockr | update | 3 times | 31200 asked | 0 failed | short 0 of 20000, …` */
function formatLine({ side, name, turns }: Title, load: Load): string {
  const kinds = Object.entries(load.counts).map(([kind, { asked, failed }]) => `${kind} ${failed} of ${asked}`);
  const columns = [side, name, `${turns} times`, `${load.asked} asked`, `${load.failed} failed`, kinds.join(', ')];
  return columns.join(' | ');
}
