// What config.json depends on beside spec and image: the runtime that was found and the machine it runs on.
import { existsSync } from 'node:fs';
import type { ContainerSpec } from '../../core/specs.ts';
import { compileSeccomp } from '../../os/seccomp.ts';
import { observeHostDevices } from './runtime-config/devices.ts';
import type { HostFacts } from './runtime-config/host-facts.ts';
import {
  containerCapabilities,
  type RuntimeInput,
  type SeccompInput,
  wantsSeccomp,
} from './runtime-config/runtime-config.ts';
import { seccompArchitecture, seccompProfile } from './runtime-config/seccomp-profile.ts';

export type RuntimeFacts = Pick<RuntimeInput, 'seccomp' | 'recursiveReadOnly' | 'initPath' | 'hostDevices' | 'host'>;

export type RuntimeFactsOptions = {
  readonly host: HostFacts;
  /** crun takes a compiled filter; runc compiles the profile itself, at each start. */
  readonly seccompBpf: boolean;
  readonly seccompCache: string;
  readonly recursiveReadOnly: boolean;
};

const INIT_PROGRAMS = [
  '/usr/bin/tini-static',
  '/usr/libexec/podman/catatonit',
  '/usr/bin/catatonit',
  '/usr/bin/docker-init',
  '/usr/bin/tini',
];

/** A function from a spec to its facts; the init program is looked for once. */
export function runtimeFacts(options: RuntimeFactsOptions): (spec: ContainerSpec) => RuntimeFacts {
  const { host } = options;
  const architecture = seccompArchitecture(process.arch);
  const seccomp = (spec: ContainerSpec): SeccompInput => {
    if (!architecture || !wantsSeccomp(spec)) return { kind: 'none' };
    const profile = seccompProfile(containerCapabilities(spec, host), architecture);
    if (!options.seccompBpf) return { kind: 'profile', profile };
    return { kind: 'bpf-annotation', program: compileSeccomp(profile, options.seccompCache) };
  };
  return (spec) => ({
    seccomp: seccomp(spec),
    recursiveReadOnly: options.recursiveReadOnly,
    initPath: spec.init ? (INIT_PROGRAMS.find((path) => existsSync(path)) ?? null) : null,
    hostDevices: spec.privileged ? observeHostDevices() : [],
    host,
  });
}
