// What a container takes from its image when its spec does not say. The narrow part of the image config that is needed here.

export type ImageHealthcheck = {
  readonly test: readonly string[];
  readonly intervalMs: number | null;
  readonly timeoutMs: number | null;
  readonly retries: number | null;
  readonly startPeriodMs: number | null;
  readonly startIntervalMs: number | null;
};

/** The defaults an image gives its containers; null and empty where the image says nothing. */
export type ImageDefaults = {
  /** `NAME=value`, in the order of the image. */
  readonly env: readonly string[];
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly workingDir: string | null;
  readonly user: string | null;
  readonly stopSignal: string | null;
  /** Targets of anonymous volumes. */
  readonly volumes: readonly string[];
  /** `80/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly healthcheck: ImageHealthcheck | null;
  readonly shell: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
};

/** An image that says nothing: `FROM scratch`. */
export const EMPTY_IMAGE: ImageDefaults = {
  env: [],
  entrypoint: null,
  cmd: null,
  workingDir: null,
  user: null,
  stopSignal: null,
  volumes: [],
  exposedPorts: [],
  healthcheck: null,
  shell: ['/bin/sh', '-c'],
  labels: {},
};
