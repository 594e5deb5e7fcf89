// What an installation has to do, by what is there: data, so that it can be shown before it is done. What is as it should be is
// left alone, so that a second time does nothing.
import type { Slot } from './slots.ts';

export type InstallObservation = {
  readonly slot: Slot | null;
  /** What the path has: where it leads, `file` for a program of its own, null for nothing. */
  readonly link: { readonly target: string } | 'file' | null;
  readonly linkTarget: string;
  readonly hasGroup: boolean;
  readonly unit: string | null;
  readonly wantedUnit: string;
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  /** A public key that is to be trusted, and whether it is there. */
  readonly key: { readonly isThere: boolean } | null;
};

export type InstallStep = { readonly kind: InstallStepKind; readonly because: string };

export type InstallStepKind =
  | 'copy-release'
  | 'trust-key'
  | 'link-program'
  | 'create-group'
  | 'write-unit'
  | 'enable-service'
  | 'start-service'
  | 'restart-service'
  | 'disable-service'
  | 'remove-unit'
  | 'remove-link'
  | 'remove-programs';

/** In the order in which they are done. */
export function planInstall(seen: InstallObservation): readonly InstallStep[] {
  const { slot, link, linkTarget, unit, wantedUnit, isEnabled, isActive, key } = seen;
  const isUnitOther = unit !== wantedUnit;
  return steps(
    slot === null && step('copy-release', 'not installed'),
    key && !key.isThere && step('trust-key', 'not trusted yet'),
    (link === null || link === 'file' || link.target !== linkTarget) &&
      step('link-program', link === null ? 'not found' : 'leads elsewhere'),
    !seen.hasGroup && step('create-group', 'not found'),
    isUnitOther && step('write-unit', unit === null ? 'not found' : 'differs'),
    !isEnabled && step('enable-service', 'not enabled'),
    !isActive && step('start-service', 'not running'),
    isActive && (isUnitOther || slot === null) && step('restart-service', 'it runs as it was before'),
  );
}

export type UninstallObservation = Pick<
  InstallObservation,
  'link' | 'linkTarget' | 'unit' | 'isEnabled' | 'isActive'
> & {
  readonly hasPrograms: boolean;
};

/** Data, keys and the group stay. */
export function planUninstall(seen: UninstallObservation): readonly InstallStep[] {
  const { link, linkTarget, unit, isEnabled, isActive, hasPrograms } = seen;
  const isOurLink = link !== null && link !== 'file' && link.target === linkTarget;
  return steps(
    (isEnabled || isActive) && step('disable-service', isActive ? 'running' : 'enabled'),
    unit !== null && step('remove-unit', 'there'),
    isOurLink && step('remove-link', 'there'),
    hasPrograms && step('remove-programs', 'there'),
  );
}

function step(kind: InstallStepKind, because: string): InstallStep {
  return { kind, because };
}

function steps(...maybe: readonly (InstallStep | false | null)[]): readonly InstallStep[] {
  return maybe.filter((one): one is InstallStep => one !== false && one !== null);
}
