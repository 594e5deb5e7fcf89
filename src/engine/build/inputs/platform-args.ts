// The variables that a Dockerfile has without anybody giving them.
import { formatFullPlatform, hostPlatform, type Platform } from '../../../oci/platform.ts';
import type { Variables } from '../dockerfile/global-args.ts';

/** `TARGETPLATFORM` and its kin; dockr builds for the machine it runs on. `target` is the name of the stage that is built. */
export function platformArgs(target: string | undefined, platform: Platform = hostPlatform()): Variables {
  const words = {
    PLATFORM: formatFullPlatform(platform),
    OS: platform.os,
    ARCH: platform.architecture,
    VARIANT: platform.variant,
    OSVERSION: platform.osVersion,
  };
  const entries = Object.entries(words).flatMap(([word, value]) => [
    [`BUILD${word}`, value],
    [`TARGET${word}`, value],
  ]);
  return Object.fromEntries([...entries, ['TARGETSTAGE', target ?? 'default']]);
}
