// Runs the probes of one container, one at a time, and tells of changes.
import {
  afterProbe,
  type HealthConfig,
  type HealthState,
  type HealthStatus,
  INITIAL_HEALTH,
  probeDelay,
} from './health.ts';

export type HealthMonitorOptions = {
  readonly config: HealthConfig;
  readonly startedAt: number;
  /** What another daemon knew of this run. */
  readonly lastStatus?: HealthStatus;
  /** Runs the command in the container; resolves with its exit code, -1 when it took longer than the timeout. */
  readonly probe: (command: readonly string[], timeoutMs: number) => Promise<{ exitCode: number; output: string }>;
  readonly onChange: (status: HealthStatus) => void;
};

/** Watches until stopped. */
export class HealthMonitor {
  readonly #options: HealthMonitorOptions;
  #state: HealthState;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: HealthMonitorOptions) {
    this.#options = options;
    this.#state = { ...INITIAL_HEALTH, status: options.lastStatus ?? INITIAL_HEALTH.status };
    // After a restart of the daemon the container has run for a while: what is due by then is made at once.
    this.#schedule(Date.now() - options.startedAt);
  }

  get state(): HealthState {
    return this.#state;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(passedMs = 0): void {
    if (this.#stopped) return;
    const { config, startedAt } = this.#options;
    const delayMs = probeDelay(this.#state, config, Date.now() - startedAt) - passedMs;
    this.#timer = setTimeout(() => void this.#probe(), Math.max(0, delayMs));
  }

  async #probe(): Promise<void> {
    const { config, startedAt, probe, onChange } = this.#options;
    const begun = Date.now();
    const outcome = await probe(config.test, config.timeoutMs).catch((error: unknown) => ({
      exitCode: -1,
      output: String(error),
    }));
    if (this.#stopped) return;
    const before = this.#state.status;
    this.#state = afterProbe(
      this.#state,
      { startedAt: begun, endedAt: Date.now(), ...outcome },
      { ...config, startedAt },
    );
    if (this.#state.status !== before) onChange(this.#state.status);
    this.#schedule();
  }
}
