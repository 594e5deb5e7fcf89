// RUN: from the cache by what it is, else executed over the files of its parent.
import type { ContainerNetwork } from '../../../core/specs.ts';
import type { ContentDigest } from '../../../oci/digest.ts';
import { executeRun } from '../run/execute-run.ts';
import type { RunStep } from '../stage/stage-step.ts';
import { withPosition } from './errors.ts';
import type { StepResult } from './layer-cache.ts';
import { makeLayer, type SolvedStep, throughCache } from './make-layer.ts';
import { digestMounts, withMounts } from './run-mounts.ts';
import type { StepContext } from './step-context.ts';
import { runKey } from './step-key.ts';

/** A RUN may have changed any number of files. */
const MANY = Number.POSITIVE_INFINITY;

/** The layer of a RUN upon `parent`. */
export async function solveRun(
  step: RunStep,
  parent: readonly ContentDigest[],
  context: StepContext,
): Promise<SolvedStep> {
  const inputs = [context.networkMode, ...ownersOf(step, context), ...(await digestMounts(step, context))];
  const key = runKey(step, parent, inputs);
  return throughCache(key, context, (signal, onLine) =>
    execute(step, { key, parent, context: { ...context, signal, onLine } }),
  );
}

/** What a RUN made of files that one owner keeps is no layer for another: nobody knows what is in them. */
function ownersOf({ mounts }: RunStep, { owner }: StepContext): readonly string[] {
  return owner !== undefined && mounts.some(({ mount }) => mount.type === 'cache') ? [owner] : [];
}

type Execution = { readonly key: string; readonly parent: readonly ContentDigest[]; readonly context: StepContext };

function execute(step: RunStep, { key, parent, context }: Execution): Promise<StepResult> {
  return makeLayer(key, parent, context, async ({ rootfs, workshop }) => {
    try {
      await withMounts(step, { workshop, context }, (mounts) =>
        executeRun(
          {
            step,
            rootfs,
            directory: workshop.run,
            mounts,
            network: networkOf(step, context),
            signal: context.signal,
            later: (work) => context.activity.later(work),
            onLine: context.onLine,
          },
          context.run,
        ),
      );
    } catch (error) {
      throw withPosition(error, step.at);
    }
    return MANY;
  });
}

function networkOf({ network }: RunStep, { networkMode, run }: StepContext): ContainerNetwork {
  const mode = network === 'default' ? networkMode : network;
  if (mode === 'none' || mode === 'host') return { kind: mode };
  const name = mode === 'default' ? run.network.name : mode;
  return { kind: 'networks', attachments: [{ network: name, aliases: [], ipv4: null, mac: null }] };
}
