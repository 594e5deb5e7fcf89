// Volumes hold data: they are made when missing, and never changed or removed by bringing a stack up.
import { type DockrError, VolumeError } from '../core/errors.ts';
import type { VolumeSpec } from '../core/specs.ts';
import { describeFields } from './describe-causes.ts';
import type { DesiredVolume } from './desired.ts';
import type { PlanWarning } from './plan.ts';
import type { Snapshot } from './snapshot.ts';
import { diffVolumes } from './spec-diff.ts';

export type VolumeDecisions = {
  readonly create: readonly VolumeSpec[];
  readonly unchanged: readonly string[];
  readonly warnings: readonly PlanWarning[];
  readonly errors: readonly DockrError[];
};

/** In the order of `volumes`. */
export function decideVolumes(volumes: readonly DesiredVolume[], stack: string, snapshot: Snapshot): VolumeDecisions {
  const create: VolumeSpec[] = [];
  const unchanged: string[] = [];
  const warnings: PlanWarning[] = [];
  const errors: DockrError[] = [];
  for (const { spec, external } of volumes) {
    const found = snapshot.volumes.find((volume) => volume.spec.name === spec.name);
    if (external) {
      if (!found) errors.push(externalNotFound(spec.name));
    } else if (found) {
      unchanged.push(spec.name);
      warnings.push(...compareVolume(found.spec, spec, stack));
    } else create.push(spec);
  }
  return { create, unchanged, warnings, errors };
}

function compareVolume(found: VolumeSpec, spec: VolumeSpec, stack: string): PlanWarning[] {
  if (found.stack !== stack) {
    const owner = found.stack === null ? 'was made outside of any stack' : `belongs to stack "${found.stack}"`;
    const message = `volume "${spec.name}" is there but ${owner}: it is used as it is; say "external: true" to mean it`;
    return [{ code: 'volume-not-ours', message }];
  }
  const causes = diffVolumes(found, spec);
  if (causes.length === 0) return [];
  const message = `volume "${spec.name}" differs from the stack file (${describeFields(causes)}) and is kept with its data: "dockr down -v" removes it, and the next "up" makes it anew`;
  return [{ code: 'volume-changed', message }];
}

function externalNotFound(name: string): VolumeError {
  return new VolumeError('external-volume-not-found', {
    message: `external volume "${name}" is not there`,
    hint: 'create it, or remove "external" to have it made with the stack',
  });
}
