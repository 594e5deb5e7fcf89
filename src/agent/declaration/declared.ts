// A declaration with its name and where it comes from, and whether it may take the place of another.
import type { DeclarationOrigin, PreviewSubject } from '../../core/declaration.ts';
import { UsageError } from '../../core/errors.ts';
import { digestOf } from '../../core/hash.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';

export type Declared = Pick<DeploymentRecord, 'name' | 'declaration' | 'origin'>;

export type DeclaredChange = 'made' | 'changed' | 'same';

/** Throws `deployment-exists` if somebody else declared one of that name. */
export function checkOrigin({ name, origin }: Declared, before: DeploymentRecord): void {
  if (isSameHand(origin, before.origin)) return;
  throw new UsageError('deployment-exists', {
    message: `there is a deployment "${name}" already, declared ${describeOrigin(before.origin)}`,
  });
}

/** Throws `declared-elsewhere` for what is to be changed where it is declared, and not by command. */
export function checkOwn({ name, origin }: Declared): void {
  if (origin.kind === 'command') return;
  if (origin.kind === 'preview') {
    throw new UsageError('declared-elsewhere', {
      message: `deployment "${name}" is ${describeOrigin(origin)}`,
      hint: `take it down: dockr deploy preview rm ${name}`,
    });
  }
  throw new UsageError('declared-elsewhere', {
    message: `deployment "${name}" is declared ${describeOrigin(origin)}, and would be made again`,
    hint: origin.kind === 'file' ? 'remove it there' : 'remove it from that repository, or suspend it',
  });
}

export function isSameDeclaration(a: Declared, b: Declared): boolean {
  return digestOf(a.declaration) === digestOf(b.declaration);
}

export function isSameOrigin(a: DeclarationOrigin, b: DeclarationOrigin): boolean {
  return digestOf(a) === digestOf(b);
}

/** `by command`, `in "/etc/dockr/deployments/shop.yaml"` */
export function describeOrigin(origin: DeclarationOrigin): string {
  switch (origin.kind) {
    case 'command':
      return 'by command';
    case 'file':
      return `in "${origin.path}"`;
    case 'deployment':
      return `in "${origin.path}" of deployment "${origin.parent}"`;
    case 'preview':
      return `as a preview of "${origin.parent}" for ${describeSubject(origin.of)}`;
  }
}

/** `branch "x"`, `pull request 7`; a branch may be called anything. */
export function describeSubject(of: PreviewSubject): string {
  return of.kind === 'branch' ? `branch "${of.branch}"` : `pull request ${of.number}`;
}

/** A file may be renamed, and a folder of a repository; who declares it stays the same. */
function isSameHand(a: DeclarationOrigin, b: DeclarationOrigin): boolean {
  if (a.kind === 'preview' && b.kind === 'preview') return a.parent === b.parent && digestOf(a.of) === digestOf(b.of);
  if (a.kind === 'deployment' && b.kind === 'deployment') return a.parent === b.parent;
  return a.kind !== 'command' && a.kind === b.kind;
}
