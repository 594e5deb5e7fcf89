// The part of a plan that is about one service, each change with the line of the stack file that asks for it.
import type { AnswerOf } from '../client/client.ts';
import type { SourcePosition } from '../core/position.ts';
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Explanation } from '../ui/format-explanation.ts';

type Plan = AnswerOf<'plan'>['plan'];
type Step = Plan['steps'][number];
type Positions = LoadedStack['positions'];

/** Fields of a container's spec that another attribute of the service gives. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  stopGraceMs: ['stop_grace_period'],
  stopSignal: ['stop_signal'],
  workingDir: ['working_dir'],
  mounts: ['volumes'],
  files: ['secrets', 'configs'],
  network: ['networks', 'network_mode'],
  imageId: ['image', 'build'],
  resources: ['deploy', 'mem_limit', 'cpus', 'pids_limit', 'ulimits', 'shm_size'],
  extraHosts: ['extra_hosts'],
  dnsSearch: ['dns_search'],
  dnsOptions: ['dns_opt'],
  capAdd: ['cap_add'],
  capDrop: ['cap_drop'],
  readOnly: ['read_only'],
  securityOptions: ['security_opt'],
  stdin: ['stdin_open'],
  postStart: ['post_start'],
  preStop: ['pre_stop'],
};

export function explainService(plan: Plan, service: string, positions: Positions): Explanation {
  const steps = plan.steps.filter((step) => isAbout(step, plan.stack, service));
  return {
    service,
    unchanged: plan.unchanged.filter((text) => text.startsWith(`container ${plan.stack}-${service}-`)),
    steps: steps.map((step) => ({
      step,
      causes: step.because.map((cause) => ({
        cause,
        at: 'field' in cause ? placeOf(cause.field, service, positions) : undefined,
      })),
    })),
  };
}

function isAbout(step: Step, stack: string, service: string): boolean {
  switch (step.kind) {
    case 'create-container':
    case 'recreate-container':
    case 'start-successor':
    case 'start-canary':
      return step.spec.service === service;
    case 'start-container':
    case 'restart-container':
    case 'stop-container':
    case 'remove-container':
    case 'drain-container':
    case 'switch-traffic':
    case 'share-traffic':
      return step.container.startsWith(`${stack}-${service}-`);
    case 'switch-together':
      return step.switches.some(({ container }) => container.startsWith(`${stack}-${service}-`));
    case 'wait-service':
    case 'wait-ready':
    case 'pause':
      return step.service === service;
    default:
      return false;
  }
}

/** The nearest thing of the service that is written: the variable, else its map, else the service. */
function placeOf(field: string, service: string, positions: Positions): SourcePosition | undefined {
  const [attribute = '', ...rest] = field.split('.');
  const names = ATTRIBUTES[attribute] ?? [attribute];
  const paths = names.flatMap((name) => [
    ['services', service, name, rest.join('.')],
    ['services', service, name],
  ]);
  for (const path of paths) {
    const at = positions(path.filter((part) => part !== ''));
    if (at) return at;
  }
  return positions(['services', service]);
}
