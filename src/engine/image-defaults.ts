import type { ImageConfig } from '../oci/image-config.ts';
import type { ImageDefaults } from './containers/runtime-config/image-defaults.ts';

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** What a container takes from an image's config. */
export function imageDefaults({ run }: ImageConfig): ImageDefaults {
  return {
    env: run.environment,
    entrypoint: run.entrypoint,
    cmd: run.command,
    workingDir: run.workingDir || null,
    user: run.user || null,
    stopSignal: run.stopSignal,
    volumes: run.volumes,
    exposedPorts: run.exposedPorts,
    healthcheck: run.healthcheck,
    shell: run.shell ?? DEFAULT_SHELL,
    labels: run.labels,
  };
}
