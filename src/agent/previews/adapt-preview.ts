import type { DeploymentRecord } from '../../store/deployments.ts';
import type { Judgement } from '../load-release.ts';
import type { Owners } from '../policy/check-resources.ts';
import { checkIsolated } from './check-isolated.ts';
import { isolateStack, type PreviewNote } from './isolate-stack.ts';
import { previewOrigin } from './preview-declaration.ts';

type Adapting = Owners & {
  readonly onNotes?: ((name: string, notes: readonly PreviewNote[]) => void) | undefined;
};

/** What becomes of the stack of a deployment before it is judged: nothing, unless that is a preview. */
export function adaptPreview(deployment: DeploymentRecord, { onNotes, ...owners }: Adapting): Judgement['adapt'] {
  if (!previewOrigin(deployment)) return undefined;
  const external = deployment.declaration.previews?.external ?? [];
  return (loaded, release) => {
    const { stack, notes } = isolateStack(loaded.stack);
    const isolated = { ...loaded, stack };
    checkIsolated(isolated, { ...owners, release, external });
    onNotes?.(deployment.name, notes);
    return isolated;
  };
}
