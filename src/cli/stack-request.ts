import type { StreamRequestOf } from '../client/client.ts';
import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { Stack } from '../stack/model.ts';
import type { OptionSpecs, OptionValues } from './declaration.ts';
import { checkConflicts, parseScale } from './parse-values.ts';

/** Options of `up` and `plan` that change the plan, named as Compose names them. */
export const PLAN_OPTIONS = {
  build: { kind: 'flag', summary: 'Build images even if nothing they are made from changed' },
  'no-build': { kind: 'flag', summary: 'Never build images' },
  pull: { kind: 'choice', values: ['policy', 'always', 'missing', 'never'], summary: 'When to pull images' },
  scale: { kind: 'texts', value: 'SERVICE=N', summary: 'Number of containers of a service' },
  'force-recreate': { kind: 'flag', summary: 'Recreate containers even if nothing changed' },
  'no-recreate': { kind: 'flag', summary: 'Leave containers that exist as they are' },
  'no-deps': { kind: 'flag', summary: 'Leave the services alone that the named ones depend on' },
  'remove-orphans': { kind: 'flag', summary: 'Remove containers of services that the file no longer has' },
  'renew-anon-volumes': { kind: 'flag', short: 'V', summary: 'Give recreated containers new anonymous volumes' },
  'no-start': { kind: 'flag', summary: 'Create containers without starting them' },
} as const satisfies OptionSpecs;

export type PlanOptions = OptionValues<typeof PLAN_OPTIONS>;
export type StackRequest = Pick<StreamRequestOf<'up'>, 'stack' | 'policy' | 'scale' | 'build' | 'pull'>;

/** What is asked for: a stack, and what its variables say of orphans. */
export type Asked = { readonly stack: Stack; readonly orphans?: 'warn' | 'ignore' | 'remove' };

/** The request for a plan, with the services and options of the line checked against the stack. */
export function resolveStackRequest(
  { stack, orphans }: Asked,
  services: readonly string[],
  options: PlanOptions,
): StackRequest {
  const { build, 'no-build': noBuild, 'force-recreate': force, 'no-recreate': keep } = options;
  checkConflicts({ build, 'no-build': noBuild, 'force-recreate': force, 'no-recreate': keep }, [
    ['build', 'no-build'],
    ['force-recreate', 'no-recreate'],
  ]);
  const scale = parseScale(options.scale);
  checkServices(stack, [...services, ...Object.keys(scale)]);
  return {
    stack,
    policy: {
      recreate: force ? 'always' : keep ? 'never' : 'changed',
      removeOrphans: options['remove-orphans'] || orphans === 'remove',
      ...(orphans === 'ignore' ? { ignoreOrphans: true } : {}),
      renewAnonymousVolumes: options['renew-anon-volumes'],
      services,
      noDependencies: options['no-deps'],
      noStart: options['no-start'],
    },
    scale,
    build: build ? 'always' : noBuild ? 'never' : 'when-changed',
    pull: pullPolicy(options.pull),
  };
}

/** What `up` would be asked for without any options; throws if there is no such service. */
export function resolvePlanFor(stack: Stack, service: string): StackRequest {
  checkServices(stack, [service]);
  return resolveStackRequest({ stack }, [], NO_PLAN_OPTIONS);
}

/** As where nobody gave any. */
export const NO_PLAN_OPTIONS: PlanOptions = {
  build: false,
  'no-build': false,
  pull: undefined,
  scale: [],
  'force-recreate': false,
  'no-recreate': false,
  'no-deps': false,
  'remove-orphans': false,
  'renew-anon-volumes': false,
  'no-start': false,
};

/** Throws for names that no service of the stack has. */
export function checkServices(stack: Stack, names: readonly string[]): void {
  for (const name of names) {
    if (Object.hasOwn(stack.services, name)) continue;
    const near = suggest(name, Object.keys(stack.services));
    throw new UsageError('no-such-service', {
      message: `stack "${stack.name}" has no service "${name}", there are ${Object.keys(stack.services).join(', ')}`,
      hint: near ? `did you mean "${near}"?` : undefined,
    });
  }
}

/** `missing` is what an undeclared policy means anyway. */
function pullPolicy(text: PlanOptions['pull']): StackRequest['pull'] {
  return text === 'always' || text === 'never' ? text : 'as-declared';
}
