const FIRST_MS = 50;
const LONGEST_MS = 2000;

/** How long to wait after so many failures: twice as long each time, and never in step with other hosts. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return whole / 2 + (whole / 2) * random();
}
