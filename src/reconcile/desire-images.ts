// Which images a stack needs, and how each gets here. Several services may name the same one.
import { StackError } from '../core/errors.ts';
import type { Service, Stack } from '../stack/model.ts';
import type { DesiredImage, DesiredInputs, ImageSource } from './desired.ts';
import { groupBy, ownValue, sortedBy, sortedSet } from './sorting.ts';

const PULL_STRENGTH = { never: 0, missing: 1, always: 2 } as const;

/** The reference a service's containers name. */
export function imageOf(stack: Stack, service: Service): string {
  return service.image ?? `${stack.name}-${service.name}`;
}

/** By reference. A reference that one service builds is not pulled for another. */
export function desiredImages(stack: Stack, inputs: DesiredInputs): DesiredImage[] {
  const services = sortedBy(Object.values(stack.services), (service) => service.name);
  const byReference = groupBy(services, (service) => imageOf(stack, service));
  const images = [...byReference].map(([reference, users]) => ({
    reference,
    services: users.map((service) => service.name),
    how: imageSource(stack, users, { inputs, reference }),
  }));
  return sortedBy(images, (image) => image.reference);
}

type SourceContext = { readonly inputs: DesiredInputs; readonly reference: string };

function imageSource(stack: Stack, users: readonly Service[], { inputs, reference }: SourceContext): ImageSource {
  const pinned = ownValue(inputs.pinned ?? {}, reference);
  if (pinned !== undefined) return { kind: 'pinned', imageId: pinned };
  const builders = users.filter((service) => service.build);
  if (builders.length === 0) return { kind: 'pull', policy: pullPolicy(users, inputs) };
  if (inputs.build === 'never') {
    // An image that only a build names is in no registry.
    const named = users.some((service) => service.image !== undefined);
    return { kind: 'pull', policy: named ? pullPolicy(users, inputs) : 'never' };
  }
  const digests = sortedSet(builders.map((service) => ownValue(inputs.buildInputs, service.name) ?? ''));
  if (digests.length > 1) {
    throw new StackError('image-built-twice', {
      message: `services ${builders.map(({ name }) => `"${name}"`).join(' and ')} build image "${reference}" from different inputs`,
      hint: 'give each of them an image name of its own',
    });
  }
  const force = inputs.build === 'always' || builders.some((service) => service.pullPolicy === 'build');
  return { kind: 'build', inputs: digests[0] ?? '', force, after: builtBefore(stack, builders, reference) };
}

/** The strongest that one of the services asks for. */
function pullPolicy(users: readonly Service[], inputs: DesiredInputs): 'always' | 'missing' | 'never' {
  if (inputs.pull !== 'as-declared') return inputs.pull;
  const policies = users.map(({ pullPolicy: policy = 'missing' }) => (policy === 'build' ? 'missing' : policy));
  return policies.reduce(
    (strongest, policy) => (PULL_STRENGTH[policy] > PULL_STRENGTH[strongest] ? policy : strongest),
    'never',
  );
}

/** References of the services whose images a build takes files from. */
function builtBefore(stack: Stack, builders: readonly Service[], reference: string): string[] {
  const contexts = builders.flatMap((service) => Object.values(service.build?.additionalContexts ?? {}));
  const names = contexts.flatMap((context) =>
    context.startsWith('service:') ? [context.slice('service:'.length)] : [],
  );
  const references = names.flatMap((name) => {
    const service = ownValue(stack.services, name);
    return service ? [imageOf(stack, service)] : [];
  });
  return sortedSet(references).filter((other) => other !== reference);
}
