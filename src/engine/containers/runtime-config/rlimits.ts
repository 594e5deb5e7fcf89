// ulimits: clamped to what the engine itself may have, because raising a hard limit needs CAP_SYS_RESOURCE.
import { ContainerError } from '../../../core/errors.ts';
import type { ResourceSpec } from '../../../core/specs.ts';
import { suggest } from '../../../core/suggest.ts';
import type { OciRlimit } from './oci-runtime-config.ts';

export const ULIMIT_NAMES: readonly string[] = [
  'as',
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

// Node raises its own soft limit of files to the hard one, and containers would inherit that: what systemd gives services
// is what containers get under Docker today. A large soft limit makes old programs close a billion descriptors.
const DEFAULT_ULIMITS: ResourceSpec['ulimits'] = { nofile: { soft: 1024, hard: 524288 } };

export type RlimitInput = {
  readonly ulimits: ResourceSpec['ulimits'];
  /** Our own hard limits by ulimit name; `Infinity` is unlimited, a missing one unknown. */
  readonly hardLimits: Readonly<Record<string, number>>;
  readonly canRaise: boolean;
};

/** The limits and what had to be clamped. -1 is unlimited. */
export function resolveRlimits(input: RlimitInput): { rlimits: readonly OciRlimit[]; warnings: readonly string[] } {
  const warnings: string[] = [];
  const rlimits: OciRlimit[] = [];
  for (const [name, wanted] of Object.entries({ ...DEFAULT_ULIMITS, ...input.ulimits }).sort()) {
    checkUlimit(name, wanted);
    const ceiling = input.canRaise ? Number.POSITIVE_INFINITY : (input.hardLimits[name] ?? Number.POSITIVE_INFINITY);
    const hard = Math.min(fromWanted(wanted.hard), ceiling);
    const soft = Math.min(fromWanted(wanted.soft), hard);
    rlimits.push({ type: `RLIMIT_${name.toUpperCase()}`, soft, hard });
    if (name in input.ulimits && hard < fromWanted(wanted.hard)) {
      warnings.push(
        `ulimit "${name}" is lowered from ${wanted.hard} to ${ceiling}: the engine may not raise it further`,
      );
    }
  }
  return { rlimits, warnings };
}

function fromWanted(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}

function checkUlimit(name: string, wanted: { readonly soft: number; readonly hard: number }): void {
  if (!ULIMIT_NAMES.includes(name)) {
    const near = suggest(name, ULIMIT_NAMES);
    throw new ContainerError('unknown-ulimit', {
      message: `unknown ulimit "${name}": known are ${ULIMIT_NAMES.join(', ')}`,
      hint: near ? `did you mean "${near}"?` : undefined,
    });
  }
  const numbers = [wanted.soft, wanted.hard];
  if (
    numbers.every((value) => Number.isSafeInteger(value) && value >= -1) &&
    fromWanted(wanted.soft) <= fromWanted(wanted.hard)
  )
    return;
  throw new ContainerError('invalid-ulimit', {
    message: `ulimit "${name}" has soft limit ${wanted.soft} and hard limit ${wanted.hard}: expected whole numbers, or -1 for unlimited, the soft one not above the hard one`,
  });
}
