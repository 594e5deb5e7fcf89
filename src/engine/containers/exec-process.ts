// The OCI `process` of a further process in a container: that of its first one, with what was asked for in its place.
import { UsageError } from '../../core/errors.ts';
import { readInRoot } from '../../os/read-in-root.ts';
import type { ProcessSpec } from './exec.ts';
import { ALL_CAPABILITIES } from './runtime-config/capabilities.ts';
import { resolveUser } from './runtime-config/resolve-user.ts';

export type ExecRequest = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly privileged: boolean;
  readonly stdin: boolean;
};

type FirstProcess = Readonly<Record<string, unknown>> & { readonly env: readonly string[]; readonly cwd: string };

/** `config` is the parsed config.json of the running container. */
export function execProcessSpec(config: unknown, rootfs: string, request: ExecRequest): ProcessSpec {
  const first = firstProcess(config);
  const [program] = request.command;
  if (program === undefined) throw new UsageError('no-command', { message: 'no command to run is given' });
  return {
    ...first,
    args: request.command,
    terminal: false,
    env: withVariables(first.env, request.environment),
    cwd: request.workingDir ?? first.cwd,
    ...(request.user === null ? {} : { user: userIn(rootfs, request.user) }),
    ...(request.privileged
      ? { capabilities: { bounding: ALL_CAPABILITIES, effective: ALL_CAPABILITIES, permitted: ALL_CAPABILITIES } }
      : {}),
  };
}

function firstProcess(config: unknown): FirstProcess {
  if (typeof config === 'object' && config !== null && 'process' in config) return config.process as FirstProcess;
  throw new Error('config.json has no process');
}

function withVariables(env: readonly string[], extra: Readonly<Record<string, string>>): string[] {
  const kept = env.filter((entry) => !((entry.split('=', 1)[0] ?? '') in extra));
  return [...kept, ...Object.entries(extra).map(([name, value]) => `${name}=${value}`)];
}

function userIn(rootfs: string, text: string): Readonly<Record<string, unknown>> {
  const user = resolveUser(text, readInRoot(rootfs, '/etc/passwd') ?? '', readInRoot(rootfs, '/etc/group') ?? '');
  return { uid: user.uid, gid: user.gid, additionalGids: user.additionalGids };
}
