// The image as it is after an instruction: what its config will say, and what later instructions see of it.
import type { ImageConfig, ImageRunConfig } from '../../../oci/image-config.ts';
import { makePlatform, type Platform } from '../../../oci/platform.ts';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** What the image will run with. Lists in Docker's own form. */
export type ImageState = Omit<ImageRunConfig, 'environment'> & {
  /** In the order of their first mention. */
  readonly environment: ReadonlyMap<string, string>;
  /** The values of ARGs declared so far; undefined where one has none. */
  readonly args: ReadonlyMap<string, string | undefined>;
  readonly author: string;
  /** Whether CMD was said in this stage, which ENTRYPOINT does not take back. */
  readonly isCommandOwn: boolean;
  readonly platform: Platform;
  /** The config it derives from, whose unknown fields are kept. */
  readonly document: Readonly<Record<string, unknown>>;
};

/** Nothing but a search path. */
export function emptyState(platform: Platform): ImageState {
  return {
    user: '',
    exposedPorts: [],
    environment: new Map([['PATH', DEFAULT_PATH]]),
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
    args: new Map(),
    author: '',
    isCommandOwn: false,
    platform,
    document: {},
  };
}

/** An image as a base: what it has for builds that start from it has fired already. */
export function stateOfImage(config: ImageConfig): ImageState {
  const environment = new Map(config.run.environment.map(splitVariable));
  if (!environment.has('PATH')) environment.set('PATH', DEFAULT_PATH);
  return {
    ...emptyState(makePlatform(config.platform.os, config.platform.architecture, config.platform)),
    ...config.run,
    environment,
    onBuild: [],
    author: config.author,
    document: config.document,
  };
}

/** A stage as a base. */
export function stateOfStage(state: ImageState): ImageState {
  return { ...state, onBuild: [], isCommandOwn: false };
}

/** The shell of shell forms. */
export function shellOf({ shell }: ImageState): readonly string[] {
  return shell ?? DEFAULT_SHELL;
}

function splitVariable(entry: string): readonly [string, string] {
  const at = entry.indexOf('=');
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}
