// How many containers each service is to have: `--scale` and a choice of services are not in the model.
import type { DesiredState } from '../reconcile/desired.ts';
import { resolveScope, type ScopeRequest } from '../reconcile/scope.ts';

const PREFIX = 'scale:';

export type ScaleSources = {
  readonly desired: DesiredState;
  readonly scope: ScopeRequest;
  /** Of the current revision, if there is one. */
  readonly known: Readonly<Record<string, string>> | undefined;
  /** How many there are now: for a service that was left out and that no revision tells of. */
  readonly countOf: (service: string) => number;
};

/** `scale:SERVICE` -> number of its containers. Never what happens to be there: somebody may be removing one just now. */
export function scaleInputs({ desired, scope, known, countOf }: ScaleSources): Readonly<Record<string, string>> {
  const chosen = new Set(resolveScope(desired.services, scope).services);
  const wanted = (service: string): number => desired.containers.filter(({ spec }) => spec.service === service).length;
  const numbers = desired.services.map(({ name }): [string, string] => [
    PREFIX + name,
    String(chosen.has(name) ? wanted(name) : (appliedScale(known ?? {}, name) ?? countOf(name))),
  ]);
  return Object.fromEntries(numbers);
}

/** The number that was written down, or undefined. */
export function appliedScale(inputs: Readonly<Record<string, string>>, service: string): number | undefined {
  const text = Object.hasOwn(inputs, PREFIX + service) ? inputs[PREFIX + service] : undefined;
  return text === undefined ? undefined : Number(text);
}
