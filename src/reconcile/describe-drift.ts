import type { DriftFinding } from './drift.ts';

/** For people: `container shop-web-1: limits.memory is 67108864, applied was 33554432`. */
export function describeDrift({ resource, field, expected, actual }: DriftFinding): string {
  return `${resource}: ${field} is ${JSON.stringify(actual)}, applied was ${JSON.stringify(expected)}`;
}
