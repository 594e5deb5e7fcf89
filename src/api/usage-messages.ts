// What containers use, and their processes; messages.ts tells how it travels.
import type { ProcessFacts } from '../core/process-facts.ts';

/** Null for what the kernel does not count for it. */
export type UsageSummary = {
  readonly id: string;
  readonly name: string;
  readonly service: string | null;
  /** When it was read, by a clock of the daemon that never goes back: two readings make a rate. */
  readonly atMs: number;
  /** Since its start, of all processors. */
  readonly cpuNs: number | null;
  /** Without file cache that can be dropped at once. */
  readonly memoryBytes: number | null;
  /** Its limit; without one, all that the machine has. */
  readonly memoryLimitBytes: number;
  readonly pids: number | null;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
  /** Of its own network, without the loopback. */
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
};

/** A process in a container, as the host sees it; the command without secrets of the container. */
export type ProcessSummary = ProcessFacts & {
  readonly container: string;
  readonly service: string | null;
};
