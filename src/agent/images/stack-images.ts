// Where a stack names images that are pulled, and the same stack with other names in their place.
import { formatReference, type ImageReference, parseImageReference, resolveTag } from '../../oci/reference.ts';
import type { Service, Stack } from '../../stack/model.ts';

const IMAGE_CONTEXT = 'docker-image://';

export type ImageUse = {
  readonly service: string;
  /** By its digest where it has one, else by its tag. */
  readonly reference: ImageReference;
  /** With both, as they are written. */
  readonly written: ImageReference;
  readonly mayPull: boolean;
  /** The service runs it; others are those of hooks, mounts and builds. */
  readonly isMain: boolean;
};

/** Every image that is pulled for the stack. What one of its services builds is not. */
export function findImages(stack: Stack): readonly ImageUse[] {
  const uses: ImageUse[] = [];
  mapImages(stack, (text, { service, isMain }) => {
    const written = parseImageReference(text);
    const reference = resolveTag(written);
    const { name, pullPolicy } = service;
    uses.push({ service: name, reference, written, isMain, mayPull: pullPolicy !== 'never' });
    return text;
  });
  return uses;
}

type Place = { readonly service: Service; readonly isMain: boolean };
type Change = (text: string, place: Place) => string;

/** The stack with each image that is pulled replaced by what `change` makes of its name. */
export function mapImages(stack: Stack, change: Change): Stack {
  const built = new Set(Object.values(stack.services).flatMap((service) => builtNames(stack, service)));
  const changePulled: Change = (text, place) => (built.has(fullName(text)) || isId(text) ? text : change(text, place));
  const services = Object.entries(stack.services).map(([name, service]) => [name, mapService(service, changePulled)]);
  return { ...stack, services: Object.fromEntries(services) };
}

/** The name in full, as pins have it. Throws `bad-reference`. */
export function fullName(text: string): string {
  return isId(text) ? text : formatReference(resolveTag(parseImageReference(text)));
}

function mapService(service: Service, change: Change): Service {
  const { image, build, preStart, volumes } = service;
  const also = { service, isMain: false };
  const contexts = build && Object.entries(build.additionalContexts);
  return {
    ...service,
    ...(image === undefined || build ? {} : { image: change(image, { service, isMain: true }) }),
    ...(preStart && {
      preStart: preStart.map((hook) => (hook.image ? { ...hook, image: change(hook.image, also) } : hook)),
    }),
    volumes: volumes.map((mount) =>
      mount.kind === 'image' ? { ...mount, source: change(mount.source, also) } : mount,
    ),
    ...(build &&
      contexts && {
        build: {
          ...build,
          additionalContexts: Object.fromEntries(
            contexts.map(([name, text]) => [
              name,
              text.startsWith(IMAGE_CONTEXT) ? IMAGE_CONTEXT + change(text.slice(IMAGE_CONTEXT.length), also) : text,
            ]),
          ),
        },
      }),
  };
}

function builtNames(stack: Stack, { name, image, build }: Service): readonly string[] {
  return build ? [image ?? `${stack.name}-${name}`, ...build.tags].map(fullName) : [];
}

function isId(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
