// A plan as text: one line per step, numbered, with its reason and what it comes after.
import { describeCauses, printable } from './describe-causes.ts';
import type { Plan, Step } from './plan.ts';

/** Everything `dockr plan` prints: steps, warnings, summary. Ends without a line break. */
export function formatPlan(plan: Plan): string {
  const lines = [...formatSteps(plan), ...plan.warnings.map(({ message }) => `warning: ${printable(message)}`)];
  return [...lines, formatSummary(plan)].join('\n');
}

/** `1  create network backend            not found` */
export function formatSteps(plan: Plan): string[] {
  const numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]));
  const rows = plan.steps.map((step) => [
    String(numbers.get(step.id)),
    stepTitle(step),
    describeCauses(step.because),
    formatAfter(step, numbers),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([number = '', title = '', cause = '', after = '']) =>
    [number.padStart(widths[0] ?? 0), title.padEnd(widths[1] ?? 0), `  ${cause.padEnd(widths[2] ?? 0)}`, `  ${after}`]
      .join('  ')
      .trimEnd(),
  );
}

/** `3 to create, 1 to recreate, 2 unchanged`, or `nothing to do`. */
export function formatSummary({ steps, unchanged }: Plan): string {
  if (steps.length === 0) return 'nothing to do';
  const rest = unchanged.length > 0 ? [`${unchanged.length} unchanged`] : [];
  const verbs = steps.map(verbOf);
  const counts = SUMMARY.flatMap(([verb, words]) => {
    const count = verbs.filter((other) => other === verb).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return [...counts, ...rest].join(', ');
}

/** What one does for the summary; nothing where it is only a part of what another one begins. */
function verbOf(step: Step): string {
  if (step.kind === 'start-successor') return 'recreate';
  if (step.kind === 'start-canary') return 'canary';
  if (step.kind === 'switch-traffic' && !step.when) return 'promote';
  if (step.kind === 'share-traffic' && step.when) return '';
  if (step.kind === 'remove-container' && step.when) return '';
  return step.kind.split('-', 1)[0] ?? '';
}

const SUMMARY = [
  ['pull', 'to pull'],
  ['build', 'to build'],
  ['create', 'to create'],
  ['recreate', 'to recreate'],
  ['canary', 'to try'],
  ['share', 'to get another share'],
  ['promote', 'to promote'],
  ['start', 'to start'],
  ['restart', 'to restart'],
  ['repair', 'to repair'],
  ['stop', 'to stop'],
  ['remove', 'to remove'],
] as const;

/** What a step does, for plans, events and logs alike: `create container shop-web-1`. */
export function stepTitle(step: Step): string {
  if (step.kind === 'wait-service')
    return `wait for ${step.service} ${WAIT_FOR[step.condition]}${step.required ? '' : ' (optional)'}`;
  if (step.kind === 'pause') return printable(`pause ${step.service}${step.ms > 0 ? ` for ${step.ms / 1000} s` : ''}`);
  if (step.kind === 'wait-ready') return printable(`wait until ${step.container} is ready`);
  if (step.kind === 'switch-traffic')
    return printable(step.together ? `switch names to ${step.successor}` : `switch traffic to ${step.successor}`);
  if (step.kind === 'switch-together')
    return printable(`switch traffic to ${step.switches.map(({ successor }) => successor).join(', ')}`);
  if (step.kind === 'share-traffic') return printable(`give ${step.container} ${step.share / 10} % of the traffic`);
  const [verb, resource] = step.kind.split('-', 2);
  return printable(`${verb} ${resource} ${subjectOf(step)}`);
}

const WAIT_FOR = { started: 'to start', healthy: 'to be healthy', completed: 'to complete' } as const;

type NamedByContainer = Exclude<
  Step,
  { kind: 'wait-service' | 'pause' | 'wait-ready' | 'switch-traffic' | 'switch-together' | 'share-traffic' }
>;

function subjectOf(step: NamedByContainer): string {
  switch (step.kind) {
    case 'pull-image':
    case 'build-image':
      return step.reference;
    case 'create-network':
    case 'create-volume':
    case 'create-container':
    case 'recreate-container':
    case 'start-successor':
    case 'start-canary':
      return step.spec.name;
    case 'repair-network':
    case 'remove-network':
    case 'remove-volume':
      return step.name;
    default:
      return step.container;
  }
}

function formatAfter({ after }: Step, numbers: ReadonlyMap<string, number>): string {
  return after.length === 0 ? '' : `after ${after.map((id) => numbers.get(id)).join(', ')}`;
}
