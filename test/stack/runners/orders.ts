// The order of services: of starting and stopping, of those that depend on each other, and of their networks.
import { desiredState } from '../../../src/reconcile/desire.ts';
import { planDown } from '../../../src/reconcile/plan-down.ts';
import { dependentsOf, resolveScope, type ScopedService, type ServiceScope } from '../../../src/reconcile/scope.ts';
import { makeContainer, makeInputs } from '../../reconcile/support.ts';
import type { Case } from '../cases.ts';
import { compare, judgeErrors, type Outcome } from '../check-cases.ts';
import { loadModel } from '../load-model.ts';
import type { Input, Operation } from './operation.ts';

type Names = readonly string[];
/** By service: those it depends on. */
type Edges = Readonly<Record<string, Names>>;

export const ORDERS: Readonly<Record<string, Operation>> = {
  'dependency-order': (each, input) => compare(scopeOf(input as Edges).services, each.expect),
  'reverse-dependency-order': (each, input) => compare(stopOrder(input as Edges), each.expect),
  'nodes-and-their-dependents': (each, input) =>
    compare(withDependents(scopeOf(input['graph'] as Edges), input['nodes'] as Names), each['expect_set']),
  'dependents-of': async (each, input) =>
    compare(
      withDependents(resolveScope(await desiredServices(input), EVERY), input['names'] as Names),
      each['expect_set'],
    ),
  'dependency-order-for': async (each, input) => {
    const request = { services: input['names'] as Names, noDependencies: false };
    return compare(resolveScope(await desiredServices(input), request).services, each.expect);
  },
  'select-services-without-dependencies': async (each, input) => {
    const request = { services: input['select'] as Names, noDependencies: true };
    const { services, dependencies } = resolveScope(await desiredServices(input), request);
    const expected = each.expect as { readonly enabled: Names; readonly depends_on: Edges };
    const kept = Object.keys(expected.depends_on).map((name) => [name, namesOf(dependencies.get(name) ?? [])]);
    return compare({ enabled: services, depends_on: Object.fromEntries(kept) }, expected);
  },
  'networks-by-priority': async (each, input) => compare(await attachedNetworks(input), each.expect),
  'dependency-graph': runGraph,
};

const EVERY = { services: [], noDependencies: false };

function namesOf(dependencies: ScopedService['dependencies']): Names {
  return dependencies.map(({ service }) => service);
}

function scopeOf(edges: Edges): ServiceScope {
  const plain = { condition: 'started', restart: false, required: true } as const;
  const services = Object.entries(edges).map(
    ([name, others]): ScopedService => ({
      name,
      dependencies: others.map((service) => ({ service, ...plain })),
    }),
  );
  return resolveScope(services, EVERY);
}

function withDependents(scope: ServiceScope, names: Names): Names {
  const dependents = dependentsOf(scope);
  return [...new Set(names.flatMap((name) => [name, ...(dependents.get(name) ?? [])]))].sort();
}

function stopOrder(edges: Edges): Names {
  const containers = Object.keys(edges).map((name) => makeContainer({ spec: { name, service: name } }));
  const snapshot = { images: [], networks: [], volumes: [], containers };
  const { steps } = planDown('shop', snapshot, { volumes: false, dependencies: edges });
  return steps.flatMap((step) => (step.kind === 'remove-container' ? [step.container] : []));
}

/** Services as a plan sees them, with the profiles of all. */
async function desiredServices(input: Input): Promise<readonly ScopedService[]> {
  const services = input['services'] as Readonly<Record<string, object>>;
  const result = await loadModel({ services: inFull(services) }, { profiles: ['*'] });
  if ('errors' in result) throw result.errors[0];
  const { stack } = result.loaded;
  return desiredState(stack, makeInputs(stack)).services;
}

async function attachedNetworks(networks: Input): Promise<Names> {
  const names = Object.keys(networks);
  const model = {
    services: { web: { image: 'x', networks } },
    networks: Object.fromEntries(names.map((name) => [name, { name }])),
  };
  const result = await loadModel(model);
  if ('errors' in result) throw result.errors[0];
  const { stack } = result.loaded;
  const [container] = desiredState(stack, makeInputs(stack)).containers;
  const network = container?.spec.network;
  return network?.kind === 'networks' ? network.attachments.map((attachment) => attachment.network) : [];
}

/** Those that are off have profiles of which none is active. */
async function runGraph(each: Case, input: Input): Promise<Outcome> {
  const services = { ...(input['services'] as object), ...(input['disabled'] as object) };
  const result = await loadModel({ services: inFull(services) }, { skip: [] });
  return 'errors' in result ? judgeErrors(each, result.errors) : compare('ok', each.expect);
}

/** As a stack file has to say it: with an image, and what is waited for. */
function inFull(services: Readonly<Record<string, object>>): object {
  const entries = Object.entries(services).map(([name, service]) => {
    const { depends_on = {}, ...rest } = service as { readonly depends_on?: Readonly<Record<string, object>> };
    const dependencies = Object.entries(depends_on).map(([other, dependency]) => [
      other,
      { condition: 'service_started', ...dependency },
    ]);
    return [name, { image: 'x', ...rest, depends_on: Object.fromEntries(dependencies) }];
  });
  return Object.fromEntries(entries);
}
