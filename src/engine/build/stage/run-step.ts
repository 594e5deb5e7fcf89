// RUN with its mounts expanded: the command line, the environment, what the process sees.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { RunInstruction } from '../dockerfile/model.ts';
import { type Mount, parseMount } from '../dockerfile/mount.ts';
import { runScriptOf } from '../dockerfile/run-script.ts';
import { expand, type InstructionContext } from './expand.ts';
import { type ImageState, shellOf } from './image-state.ts';
import type { FileSource, RunMount, RunNetwork, RunStep } from './stage-step.ts';

/** As BuildKit names the machine that a RUN sees. */
const HOSTNAME = 'buildkitsandbox';
const SCRIPT_DIRECTORY = '/dev/pipes';
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];

/** The step of a RUN. Throws `not-supported` for what it cannot give to the process. */
export function runStep(instruction: RunInstruction, context: InstructionContext): RunStep {
  const { at } = instruction;
  checkPrivileges(instruction);
  const script = runScriptOf(instruction);
  const shell = shellOf(context.state);
  const path = script.kind === 'file' ? `${SCRIPT_DIRECTORY}/${script.name}` : '';
  const args = script.kind === 'exec' ? script.args : [...shell, script.kind === 'file' ? path : script.text];
  return {
    kind: 'run',
    at,
    args,
    script: script.kind === 'file' ? { path, content: script.content } : null,
    environment: environmentOf(context.state),
    proxies: proxiesOf(context),
    user: context.state.user,
    workingDir: context.state.workingDir || '/',
    hostname: context.buildArgs.BUILDKIT_SANDBOX_HOSTNAME || HOSTNAME,
    network: networkOf(instruction),
    mounts: instruction.mounts.flatMap((flag) =>
      mountOf(
        parseMount(flag, (value) => expand(value, flag.at, context)),
        flag,
        context,
      ),
    ),
    title: instruction.original,
    createdBy: ['RUN', ...argumentList(context.state), ...args, '# buildkit'].join(' '),
  };
}

/** ENV, and the ARGs that no ENV hides. */
function environmentOf({ environment, args }: ImageState): readonly string[] {
  const declared = [...args].filter(([name, value]) => value !== undefined && !environment.has(name));
  return [...environment, ...declared].map(([name, value]) => `${name}=${value ?? ''}`);
}

/** Proxies need no ARG, and have both spellings whichever was given; one that is declared is like any other variable. */
function proxiesOf({ buildArgs, state }: InstructionContext): readonly string[] {
  return PROXIES.flatMap((name) => {
    const spellings = [name, name.toLowerCase()];
    const given = spellings.find((spelling) => Object.hasOwn(buildArgs, spelling));
    const value = given === undefined ? undefined : buildArgs[given];
    if (value === undefined) return [];
    const free = spellings.filter((spelling) => !state.args.has(spelling) && !state.environment.has(spelling));
    return free.map((spelling) => `${spelling}=${value}`);
  });
}

function argumentList({ args, environment }: ImageState): readonly string[] {
  if (args.size === 0) return [];
  return [`|${args.size}`, ...[...args].map(([name, value]) => `${name}=${environment.get(name) ?? value ?? ''}`)];
}

function networkOf({ network, at }: RunInstruction): RunNetwork {
  if (network === undefined || network === 'default') return 'default';
  if (network === 'none') return 'none';
  if (network === 'host') return 'host';
  throw new BuildError('bad-network', {
    message: `flag "--network" has the value "${network}", expected default, none or host`,
    at,
  });
}

/** A build from a repository must not reach for the host. */
function checkPrivileges({ security, devices, at }: RunInstruction): void {
  if (security !== undefined && security !== 'sandbox') throw notSupported(`--security=${security}`, at);
  const device = devices.find(({ required }) => required);
  if (device) throw notSupported(`--device=${device.name},required`, at);
}

function mountOf(
  mount: Mount,
  { from, at }: { readonly from?: string; readonly at: SourcePosition },
  { stage }: InstructionContext,
): readonly RunMount[] {
  if (mount.type === 'secret' || mount.type === 'ssh') {
    if (mount.required) throw missingGrant(mount.type, mount.id, at);
    return [];
  }
  const fallback: FileSource = mount.type === 'cache' ? { kind: 'scratch' } : { kind: 'build-context' };
  return [{ mount, at, source: from === undefined ? fallback : (stage.sources.get(from) ?? fallback) }];
}

function missingGrant(type: 'secret' | 'ssh', id: string, at: SourcePosition): BuildError {
  return new BuildError(`${type}-not-given`, {
    message: `RUN needs the ${type} "${id}", and the build was given none`,
    at,
  });
}

function notSupported(flag: string, at: SourcePosition): BuildError {
  return new BuildError('not-supported', { message: `RUN has the flag "${flag}", which is not supported`, at });
}
