// A plan as it leaves the daemon: whole, but for what is secret.
import type { ContainerSpec, FileSpec } from '../core/specs.ts';
import { hiddenLabel, hideSecrets } from './hide-secrets.ts';
import type { Plan, Step } from './plan.ts';

/** `digestOf` must be keyed. The plan keeps its id, which is that of the steps as they are carried out. */
export function redactPlan(plan: Plan, digestOf: (text: string) => string): Plan {
  return { ...plan, steps: plan.steps.map((step) => redactStep(step, digestOf)) };
}

function redactStep(step: Step, digestOf: (text: string) => string): Step {
  const hasSpec =
    step.kind === 'create-container' ||
    step.kind === 'recreate-container' ||
    step.kind === 'start-successor' ||
    step.kind === 'start-canary';
  if (!hasSpec) return step;
  return { ...step, spec: redactSpec(step.spec, digestOf) };
}

function redactSpec(spec: ContainerSpec, digestOf: (text: string) => string): ContainerSpec {
  const { environment, labels, command, entrypoint, healthcheck, postStart, preStop } = spec;
  const shown = hideSecrets({ environment, labels, command, entrypoint, healthcheck, postStart, preStop }, digestOf);
  return { ...spec, ...shown, files: spec.files.map(redactFile) };
}

/** The digest of a secret is keyed already. */
function redactFile(file: FileSpec): FileSpec {
  if (file.kind !== 'secret' || !('content' in file.source)) return file;
  return { ...file, source: { content: hiddenLabel(file.digest) } };
}
