// The trace event format of Chrome's profiler, which Perfetto and chrome://tracing open.
import type { TraceSpan } from '../api/messages.ts';

const PROCESSES = { cli: { pid: 1, name: 'dockr' }, daemon: { pid: 2, name: 'dockr daemon' } } as const;

/** Spans of both processes on one time line that begins with the earliest; a lane is a thread. */
export function formatTrace(spans: readonly TraceSpan[]): string {
  const start = spans.reduce((earliest, span) => Math.min(earliest, span.startUs), Number.POSITIVE_INFINITY);
  const threads = new Map<string, number>();
  for (const span of spans) if (!threads.has(laneKey(span))) threads.set(laneKey(span), threads.size + 1);
  const events = spans.map((span) => ({
    name: span.name,
    cat: span.category,
    ph: 'X',
    ts: span.startUs - start,
    dur: span.durationUs,
    pid: PROCESSES[span.process].pid,
    tid: threads.get(laneKey(span)) ?? 0,
    ...(span.facts ? { args: span.facts } : {}),
  }));
  return `${JSON.stringify({ displayTimeUnit: 'ms', traceEvents: [...metadata(spans, threads), ...events] })}\n`;
}

function metadata(spans: readonly TraceSpan[], threads: ReadonlyMap<string, number>) {
  const processes = [...new Set(spans.map((span) => span.process))].map((process) => PROCESSES[process]);
  const lanes = new Map(spans.map((span) => [laneKey(span), span]));
  return [
    ...processes.map(({ pid, name }) => ({ name: 'process_name', ph: 'M', pid, tid: 0, args: { name } })),
    ...[...lanes].map(([key, span]) => ({
      name: 'thread_name',
      ph: 'M',
      pid: PROCESSES[span.process].pid,
      tid: threads.get(key) ?? 0,
      args: { name: span.lane },
    })),
  ];
}

function laneKey(span: TraceSpan): string {
  return `${span.process} ${span.lane}`;
}
