// The state of a health check, as Docker defines it: pure, the clock is an argument.
import type { HealthcheckSpec } from '../../core/specs.ts';

export type HealthStatus = 'none' | 'starting' | 'healthy' | 'unhealthy';

export type HealthConfig = {
  /** The command as argv; shell forms are already wrapped. */
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
};

export type ProbeResult = {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number;
  readonly output: string;
};

export type HealthState = {
  readonly status: HealthStatus;
  readonly failingStreak: number;
  /** The last five. */
  readonly log: readonly ProbeResult[];
};

const DEFAULTS = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0, startIntervalMs: 5_000 };
const KEPT_RESULTS = 5;
const DEFAULT_SHELL = ['/bin/sh', '-c'];

export const INITIAL_HEALTH: HealthState = { status: 'starting', failingStreak: 0, log: [] };

/** What the image says and the stack file overrides, field by field; undefined if there is no check. */
export function resolveHealthcheck(
  own: HealthcheckSpec | null,
  image: HealthcheckSpec | null,
  shell: readonly string[] | null,
): HealthConfig | undefined {
  const test = own?.test ?? image?.test ?? null;
  const argv = test && probeCommand(test, shell ?? DEFAULT_SHELL);
  if (!argv) return undefined;
  const field = (name: keyof typeof DEFAULTS): number => own?.[name] || image?.[name] || DEFAULTS[name];
  return {
    test: argv,
    intervalMs: field('intervalMs'),
    timeoutMs: field('timeoutMs'),
    retries: field('retries'),
    startPeriodMs: field('startPeriodMs'),
    startIntervalMs: field('startIntervalMs'),
  };
}

function probeCommand(test: readonly string[], shell: readonly string[]): readonly string[] | undefined {
  const [kind, ...rest] = test;
  if (kind === 'CMD' && rest.length > 0) return rest;
  if (kind === 'CMD-SHELL' && rest[0] !== undefined) return [...shell, rest[0]];
  return undefined;
}

/** The state after a probe. Failures in the start period do not count until the first success. */
export function afterProbe(
  state: HealthState,
  result: ProbeResult,
  config: HealthConfig & { readonly startedAt: number },
): HealthState {
  const log = [...state.log, result].slice(-KEPT_RESULTS);
  if (result.exitCode === 0) return { status: 'healthy', failingStreak: 0, log };
  const starting = state.status === 'starting' && result.startedAt - config.startedAt < config.startPeriodMs;
  if (starting) return { ...state, log };
  const failingStreak = state.failingStreak + 1;
  return { status: failingStreak >= config.retries ? 'unhealthy' : state.status, failingStreak, log };
}

/** Milliseconds from the end of one probe (or the start of the container) to the next. */
export function probeDelay(state: HealthState, config: HealthConfig, sinceStartMs: number): number {
  const starting = state.status === 'starting' && sinceStartMs < config.startPeriodMs;
  return starting ? Math.min(config.startIntervalMs, config.intervalMs) : config.intervalMs;
}
