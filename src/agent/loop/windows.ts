// When new commits may go: spans that begin at the times of a cron expression, in a time zone.
import { Cron } from 'croner';
import type { WindowDeclaration } from '../../core/declaration.ts';
import { UsageError } from '../../core/errors.ts';

const SHORTEST_MS = 60_000;
const LONGEST_MS = 31 * 86_400_000;
const LONGEST_SCHEDULE = 200;
export const MOST_WINDOWS = 20;
/** Edges of spans that are looked at to find the next opening, of all windows together: most of a year of one a day. */
const MOST_EDGES = 600;

/** Throws `invalid-window` for what can never be evaluated. */
export function checkWindows(windows: readonly WindowDeclaration[]): void {
  if (windows.length > MOST_WINDOWS)
    throw invalid(`a deployment has ${windows.length} windows, at most ${MOST_WINDOWS} are allowed`);
  for (const window of windows) checkWindow(window);
}

/**
 * What is denied goes before what is allowed; with nothing allowed, all that is not denied is open. null: open now. Else when it opens
 * next; `at: null` where that is too far away to tell.
 */
export function findOpening(
  windows: readonly WindowDeclaration[],
  nowMs: number,
): { readonly at: number | null } | null {
  const spans = windows.map((window) => ({ window, cron: toCron(window) }));
  if (isOpen(spans, nowMs)) return null;
  let at = nowMs;
  for (let edge = 0; edge < MOST_EDGES / windows.length; edge++) {
    const next = nextEdge(spans, at);
    if (next === null) break;
    if (isOpen(spans, next)) return { at: next };
    at = next;
  }
  return { at: null };
}

type Span = { readonly window: WindowDeclaration; readonly cron: Cron };

function isOpen(spans: readonly Span[], atMs: number): boolean {
  const allowing = spans.filter(({ window }) => window.kind === 'allow');
  const denying = spans.filter(({ window }) => window.kind === 'deny');
  if (denying.some((span) => covers(span, atMs))) return false;
  return allowing.length === 0 || allowing.some((span) => covers(span, atMs));
}

/** It began after the last moment at which it would be over by now. The end itself is outside. */
function covers({ window, cron }: Span, atMs: number): boolean {
  const begin = nextBegin(cron, atMs - window.durationMs);
  return begin !== null && begin <= atMs;
}

/** The first moment after `afterMs` at which some span begins or ends. */
function nextEdge(spans: readonly Span[], afterMs: number): number | null {
  const edges = spans.flatMap(({ window, cron }) => {
    const begin = nextBegin(cron, afterMs);
    const ending = nextBegin(cron, afterMs - window.durationMs);
    return [begin, ending === null ? null : ending + window.durationMs].filter((edge) => edge !== null);
  });
  return edges.length === 0 ? null : Math.min(...edges);
}

/** Strictly after. */
function nextBegin(cron: Cron, afterMs: number): number | null {
  return cron.nextRun(new Date(afterMs))?.getTime() ?? null;
}

function toCron({ schedule, timezone }: WindowDeclaration): Cron {
  return new Cron(schedule, { timezone, paused: true, mode: '5-part' });
}

function checkWindow(window: WindowDeclaration): void {
  const { schedule, durationMs, timezone } = window;
  if (!isTimeZone(timezone))
    throw invalid(`the time zone of a window is "${timezone}", expected one like "Europe/Berlin"`);
  if (!Number.isSafeInteger(durationMs) || durationMs < SHORTEST_MS || durationMs > LONGEST_MS)
    throw invalid(`a window lasts ${durationMs} ms, expected from a minute to 31 days`);
  if (schedule.length > LONGEST_SCHEDULE || !isSchedule(window))
    throw invalid(
      `the schedule of a window is "${schedule.slice(0, LONGEST_SCHEDULE)}", expected five fields like "0 22 * * 1-5"`,
    );
}

function isSchedule(window: WindowDeclaration): boolean {
  try {
    return toCron(window).nextRun(new Date(0)) !== null;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function invalid(message: string): UsageError {
  return new UsageError('invalid-window', { message });
}
