// WORKDIR: the directory, owned by who works there.
import type { ContentDigest } from '../../../oci/digest.ts';
import { resolveUserInRoot } from '../../containers/runtime-config/resolve-user.ts';
import { RootfsWriter } from '../copy/rootfs-writer.ts';
import type { WorkdirStep } from '../stage/stage-step.ts';
import { withPosition } from './errors.ts';
import { makeLayer, type SolvedStep, throughCache } from './make-layer.ts';
import type { StepContext } from './step-context.ts';
import { workdirKey } from './step-key.ts';

/** The layer of a WORKDIR upon `parent`; empty where the directory is there already. */
export function solveWorkdir(
  step: WorkdirStep,
  parent: readonly ContentDigest[],
  context: StepContext,
): Promise<SolvedStep> {
  const key = workdirKey(step, parent);
  return throughCache(key, context, () =>
    makeLayer(key, parent, context, async ({ rootfs }) => {
      try {
        makeDirectory(step, rootfs);
      } catch (error) {
        throw withPosition(error, step.at);
      }
      return step.path.split('/').length;
    }),
  );
}

/** A number without a name is its own group here, though a process of it has group 0. */
function makeDirectory({ path, user }: WorkdirStep, rootfs: string): void {
  const isNumber = /^[0-9]+$/.test(user);
  const { uid, gid, name } = resolveUserInRoot(user || null, rootfs);
  using writer = new RootfsWriter(rootfs);
  writer.ensureDirectory(path, { uid, gid: isNumber && name === undefined ? uid : gid });
}
