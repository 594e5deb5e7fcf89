// How many containers each service had when it was applied: `--scale` and a choice of services are not in the model.
import type { Engine } from '../engine/engine.ts';

const PREFIX = 'scale:';

/** `scale:SERVICE` -> number of its containers, those of a change under way left out. */
export function scaleInputs(
  engine: Engine,
  stack: string,
  services: readonly string[],
): Readonly<Record<string, string>> {
  const views = engine.containers.list(stack).filter(({ record }) => !record.name.includes('#'));
  const count = (service: string): number => views.filter(({ record }) => record.spec.service === service).length;
  return Object.fromEntries(services.map((service) => [PREFIX + service, String(count(service))]));
}

/** The number that was written down, or undefined. */
export function appliedScale(inputs: Readonly<Record<string, string>>, service: string): number | undefined {
  const text = Object.hasOwn(inputs, PREFIX + service) ? inputs[PREFIX + service] : undefined;
  return text === undefined ? undefined : Number(text);
}
