// Image configurations (image-spec config.md) with Docker's extensions Healthcheck, Shell, OnBuild and ArgsEscaped.
import { type ContentDigest, parseDigest } from './digest.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import { makePlatform, type Platform } from './platform.ts';

export const LARGEST_CONFIG = 8 << 20;
const MOST_HISTORY = 10_000;

/** How a container of the image runs when nothing else is said. Lists are null where the image is silent. */
export type ImageRunConfig = {
  readonly user: string;
  readonly exposedPorts: readonly string[];
  /** `NAME=value`, in order. */
  readonly environment: readonly string[];
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly volumes: readonly string[];
  readonly workingDir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string | null;
  readonly healthcheck: ImageHealthcheck | null;
  readonly shell: readonly string[] | null;
  readonly onBuild: readonly string[];
  /** The command is already quoted for Windows. */
  readonly argsEscaped: boolean;
};

/** Zero or null is the default of the engine. */
export type ImageHealthcheck = {
  readonly test: readonly string[];
  readonly intervalMs: number | null;
  readonly timeoutMs: number | null;
  readonly startPeriodMs: number | null;
  readonly startIntervalMs: number | null;
  readonly retries: number | null;
};

export type HistoryEntry = {
  readonly created: string | null;
  readonly createdBy: string;
  readonly comment: string;
  readonly author: string;
  readonly emptyLayer: boolean;
};

export type ImageConfig = {
  readonly platform: Platform;
  readonly created: string | null;
  readonly author: string;
  readonly run: ImageRunConfig;
  /** Of the uncompressed layers, lowest first. */
  readonly diffIds: readonly ContentDigest[];
  readonly history: readonly HistoryEntry[];
  /** The whole document, so that whoever derives an image keeps the fields that we do not know. */
  readonly document: Readonly<Record<string, unknown>>;
};

/** Parses a config, or throws an ImageError `bad-image-config`. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const body = parseJsonObject(bytes, {
    code: 'bad-image-config',
    what: 'the image config',
    maximumBytes: LARGEST_CONFIG,
  });
  const rootfs = body.object('rootfs');
  if (rootfs.optionalString('type') !== 'layers') throw rootfs.wrong('type', '"layers"');
  return {
    platform: parseConfigPlatform(body),
    created: body.optionalString('created') ?? null,
    author: body.optionalString('author') ?? '',
    run: parseRunConfig(body.optionalObject('config')),
    diffIds: (rootfs.optionalStrings('diff_ids') ?? []).map(parseDigest),
    history: body.optionalObjects('history', MOST_HISTORY)?.map(parseHistory) ?? [],
    document: body.fields,
  };
}

const SILENT: ImageRunConfig = {
  user: '',
  exposedPorts: [],
  environment: [],
  entrypoint: null,
  command: null,
  volumes: [],
  workingDir: '',
  labels: {},
  stopSignal: null,
  healthcheck: null,
  shell: null,
  onBuild: [],
  argsEscaped: false,
};

function parseConfigPlatform(body: JsonObject): Platform {
  return makePlatform(body.string('os'), body.string('architecture'), {
    variant: body.optionalString('variant') ?? '',
    osVersion: body.optionalString('os.version') ?? '',
    osFeatures: body.optionalStrings('os.features') ?? [],
  });
}

function parseRunConfig(config: JsonObject | undefined): ImageRunConfig {
  if (!config) return SILENT;
  return {
    user: config.optionalString('User') ?? '',
    exposedPorts: keys(config.optionalObject('ExposedPorts')),
    environment: config.optionalStrings('Env') ?? [],
    entrypoint: config.optionalStrings('Entrypoint') ?? null,
    command: config.optionalStrings('Cmd') ?? null,
    volumes: keys(config.optionalObject('Volumes')),
    workingDir: config.optionalString('WorkingDir') ?? '',
    labels: config.optionalStringMap('Labels') ?? {},
    stopSignal: config.optionalString('StopSignal') || null,
    healthcheck: parseHealthcheck(config.optionalObject('Healthcheck')),
    shell: config.optionalStrings('Shell') ?? null,
    onBuild: config.optionalStrings('OnBuild') ?? [],
    argsEscaped: config.optionalBoolean('ArgsEscaped') ?? false,
  };
}

function keys(set: JsonObject | undefined): readonly string[] {
  return Object.keys(set?.fields ?? {}).sort();
}

function parseHealthcheck(check: JsonObject | undefined): ImageHealthcheck | null {
  if (!check) return null;
  return {
    test: check.optionalStrings('Test') ?? [],
    intervalMs: milliseconds(check, 'Interval'),
    timeoutMs: milliseconds(check, 'Timeout'),
    startPeriodMs: milliseconds(check, 'StartPeriod'),
    startIntervalMs: milliseconds(check, 'StartInterval'),
    retries: check.optionalInteger('Retries') || null,
  };
}

/** Docker writes nanoseconds, and zero for "not said". */
function milliseconds(check: JsonObject, key: string): number | null {
  const nanoseconds = check.optionalInteger(key) ?? 0;
  if (nanoseconds < 0) throw check.wrong(key, 'zero or more');
  return nanoseconds === 0 ? null : nanoseconds / 1e6;
}

function parseHistory(entry: JsonObject): HistoryEntry {
  return {
    created: entry.optionalString('created') ?? null,
    createdBy: entry.optionalString('created_by') ?? '',
    comment: entry.optionalString('comment') ?? '',
    author: entry.optionalString('author') ?? '',
    emptyLayer: entry.optionalBoolean('empty_layer') ?? false,
  };
}
