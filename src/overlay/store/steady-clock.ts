import { readFileSync } from 'node:fs';
import { type Clock, SYSTEM_CLOCK } from '../../core/clock.ts';

/**
 * Milliseconds since the machine was started, for how long something lasts: nobody sets this clock, and it goes on while the
 * machine sleeps or the process is stopped. Node's own clocks either jump or stand still meanwhile.
 */
export const STEADY_CLOCK: Clock = {
  now: () => parseUptime(readFileSync('/proc/uptime', 'latin1')),
  after: SYSTEM_CLOCK.after,
};

/** `12345.67 54321.00`: seconds since boot (CLOCK_BOOTTIME), then idle ones. proc_uptime(5). */
export function parseUptime(text: string): number {
  const seconds = Number(text.split(' ', 1)[0]);
  if (!Number.isFinite(seconds)) throw new TypeError(`/proc/uptime says "${text}"`);
  return Math.round(seconds * 1000);
}
