// Rules about where images come from, and what those that are built here may be called.
import { parseImageReference } from '../../oci/reference.ts';
import type { Service } from '../../stack/model.ts';
import type { TreePath } from '../../stack/tree.ts';
import { matchesAny } from './match-pattern.ts';
import type { PolicyRules } from './rules.ts';
import type { Violation } from './violation.ts';

type Use = { readonly image: string; readonly field: TreePath };

const IMAGE_CONTEXT = 'docker-image://';

export function checkImages(service: Service, rules: PolicyRules, stack: string): readonly Violation[] {
  const { name } = service;
  const at = (field: TreePath): TreePath => ['services', name, ...field];
  const violations: Violation[] = [];
  for (const { image, field } of pulledImages(service)) {
    const { full, isPinned } = readName(image);
    if (!matchesAny(rules.images, full))
      violations.push({ rule: 'images', path: at(field), says: `service "${name}" uses the image "${full}"` });
    if (rules.imageDigests && !isPinned)
      violations.push({
        rule: 'imageDigests',
        path: at(field),
        says: `service "${name}" uses the image "${image}" without its digest`,
      });
  }
  if (service.build && !rules.build)
    violations.push({ rule: 'build', path: at(['build']), says: `service "${name}" is built on this host` });
  for (const { image, field } of builtNames(service)) {
    const { full } = readName(image);
    if (!isOwnName(full, stack) && !matchesAny(rules.builtImages, full))
      violations.push({
        rule: 'builtImages',
        path: at(field),
        says: `service "${name}" gives what it builds the name "${full}"`,
      });
  }
  return violations;
}

function pulledImages({ image, build, pullPolicy, preStart = [], volumes }: Service): readonly Use[] {
  // What is built is not pulled, unless the policy for that says so.
  const isPulled = !build || (pullPolicy !== undefined && pullPolicy !== 'build');
  const contexts = Object.entries(build?.additionalContexts ?? {});
  return [
    ...(image !== undefined && isPulled ? [{ image, field: ['image'] }] : []),
    ...preStart.flatMap((hook, index) =>
      hook.image ? [{ image: hook.image, field: ['pre_start', index, 'image'] }] : [],
    ),
    ...volumes.flatMap((mount, index) =>
      mount.kind === 'image' ? [{ image: mount.source, field: ['volumes', index, 'source'] }] : [],
    ),
    ...contexts.flatMap(([name, text]) =>
      text.startsWith(IMAGE_CONTEXT)
        ? [{ image: text.slice(IMAGE_CONTEXT.length), field: ['build', 'additional_contexts', name] }]
        : [],
    ),
  ];
}

function builtNames({ image, build }: Service): readonly Use[] {
  if (!build) return [];
  return [
    ...(image === undefined ? [] : [{ image, field: ['image'] }]),
    ...build.tags.map((tag, index) => ({ image: tag, field: ['build', 'tags', index] })),
  ];
}

/** `shop` and `shop-web` for the stack "shop", which nobody else pulls. */
function isOwnName(full: string, stack: string): boolean {
  return full === `docker.io/library/${stack}` || full.startsWith(`docker.io/library/${stack}-`);
}

/** Registry and repository, however short it is written. What cannot be read fits no pattern but "**". */
function readName(text: string): { readonly full: string; readonly isPinned: boolean } {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return { full: text, isPinned: true };
  try {
    const { domain, path, digest } = parseImageReference(text);
    return { full: `${domain}/${path}`, isPinned: digest !== undefined };
  } catch {
    return { full: text, isPinned: false };
  }
}
