// The bytes of an image config: what the base's had, with what the build has changed.
import { stableJson } from '../../../core/stable-json.ts';
import type { HistoryEntry, ImageHealthcheck } from '../../../oci/image-config.ts';
import type { ImageState } from './image-state.ts';

export type ImageDocument = {
  readonly state: ImageState;
  /** Lowest first. */
  readonly layers: readonly string[];
  readonly history: readonly HistoryEntry[];
  /** RFC 3339; null where nothing has a time. */
  readonly created: string | null;
};

const NANOSECONDS = 1e6;

/** Equal images give equal bytes. */
export function encodeImage({ state, layers, history, created }: ImageDocument): Buffer {
  const { document, platform } = state;
  const body = {
    ...document,
    architecture: platform.architecture,
    os: platform.os,
    variant: platform.variant || undefined,
    author: state.author || undefined,
    created: created ?? undefined,
    config: { ...objectOf(document.config), ...runConfig(state) },
    rootfs: { type: 'layers', diff_ids: layers },
    history: history.map(encodeHistory),
  };
  return Buffer.from(stableJson(body));
}

/** Undefined takes a field of the base away. */
function runConfig(state: ImageState): Readonly<Record<string, unknown>> {
  return {
    User: state.user || undefined,
    ExposedPorts: setOf(state.exposedPorts),
    Env: [...state.environment].map(([name, value]) => `${name}=${value}`),
    Entrypoint: state.entrypoint ?? undefined,
    Cmd: state.command ?? undefined,
    Volumes: setOf(state.volumes),
    WorkingDir: state.workingDir || undefined,
    Labels: Object.keys(state.labels).length > 0 ? state.labels : undefined,
    StopSignal: state.stopSignal ?? undefined,
    Healthcheck: state.healthcheck ? encodeHealthcheck(state.healthcheck) : undefined,
    Shell: state.shell ?? undefined,
    OnBuild: state.onBuild.length > 0 ? state.onBuild : undefined,
    ArgsEscaped: state.argsEscaped || undefined,
  };
}

function encodeHealthcheck(check: ImageHealthcheck): Readonly<Record<string, unknown>> {
  return {
    Test: check.test,
    Interval: nanoseconds(check.intervalMs),
    Timeout: nanoseconds(check.timeoutMs),
    StartPeriod: nanoseconds(check.startPeriodMs),
    StartInterval: nanoseconds(check.startIntervalMs),
    Retries: check.retries ?? undefined,
  };
}

function encodeHistory(entry: HistoryEntry): Readonly<Record<string, unknown>> {
  return {
    created: entry.created ?? undefined,
    created_by: entry.createdBy || undefined,
    comment: entry.comment || undefined,
    author: entry.author || undefined,
    empty_layer: entry.emptyLayer || undefined,
  };
}

function nanoseconds(milliseconds: number | null): number | undefined {
  return milliseconds === null ? undefined : Math.round(milliseconds * NANOSECONDS);
}

function setOf(keys: readonly string[]): Readonly<Record<string, object>> | undefined {
  return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, {}]));
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
