// What has to happen to each network that containers of the scope use.
import { type DockrError, NetworkError } from '../core/errors.ts';
import type { ContainerSpec, NetworkSpec } from '../core/specs.ts';
import type { DesiredNetwork } from './desired.ts';
import type { Matching } from './match-containers.ts';
import type { Cause, PlanPolicy, PlanWarning } from './plan.ts';
import type { ObservedContainer, ObservedNetwork, Snapshot } from './snapshot.ts';
import { diffNetworks } from './spec-diff.ts';

export type NetworkDecision =
  | { readonly kind: 'none' | 'external'; readonly spec: NetworkSpec }
  | { readonly kind: 'create' | 'repair' | 'replace'; readonly spec: NetworkSpec; readonly because: readonly Cause[] };

export type NetworkDecisions = {
  readonly decisions: readonly NetworkDecision[];
  readonly warnings: readonly PlanWarning[];
  readonly errors: readonly DockrError[];
};

type NetworkInput = {
  readonly stack: string;
  readonly snapshot: Snapshot;
  readonly matching: Matching;
  readonly policy: PlanPolicy;
};

/** Names of the networks a container is attached to. */
export function networksOf(spec: ContainerSpec): string[] {
  return spec.network.kind === 'networks' ? spec.network.attachments.map(({ network }) => network) : [];
}

/** Whether it holds its networks: what has ended does not. */
export function isAlive({ status }: ObservedContainer): boolean {
  return status === 'running' || status === 'restarting';
}

/** In the order of `networks`. */
export function decideNetworks(networks: readonly DesiredNetwork[], input: NetworkInput): NetworkDecisions {
  const all = networks.map((network) => decideNetwork(network, input));
  return {
    decisions: all.flatMap(({ decisions }) => decisions),
    warnings: all.flatMap(({ warnings }) => warnings),
    errors: all.flatMap(({ errors }) => errors),
  };
}

type KeptInput = Pick<NetworkInput, 'stack' | 'snapshot'> & { readonly decisions: readonly NetworkDecision[] };

/** Repairs of what only containers that are left as they are still use; `decisions` are those of the stack's networks. */
export function repairKept(kept: readonly ObservedContainer[], input: KeptInput): NetworkDecision[] {
  const known = new Set(input.decisions.map(({ spec }) => spec.name));
  const held = kept.filter((container) => isAlive(container) || container.status === 'exited');
  const names = new Set(held.flatMap(({ spec }) => networksOf(spec)).filter((name) => !known.has(name)));
  const broken = input.snapshot.networks.filter(({ intact }) => !intact);
  return broken
    .filter(({ spec }) => spec.stack === input.stack && names.has(spec.name))
    .map(({ spec }) => repair(spec));
}

function decideNetwork({ spec, external }: DesiredNetwork, input: NetworkInput): NetworkDecisions {
  const found = input.snapshot.networks.find((network) => network.spec.name === spec.name);
  if (external) return found ? decideExternal(found) : failed(externalNotFound(spec.name));
  if (!found) return decided({ kind: 'create', spec, because: [{ kind: 'not-found' }] });
  if (found.spec.stack !== input.stack) return failed(notOurs(found.spec));
  const asItIs = found.intact ? ({ kind: 'none', spec } as const) : repair(spec);
  const because = diffNetworks(found.spec, spec);
  if (because.length === 0) return decided(asItIs);
  const blockers = replacementBlockers(spec.name, input);
  if (blockers.length === 0) return decided({ kind: 'replace', spec, because });
  const message = `network "${spec.name}" differs from the stack file but stays as it is: ${blockers.join(', ')} must not be stopped by this plan`;
  return { decisions: [asItIs], warnings: [{ code: 'network-in-use', message }], errors: [] };
}

function repair(spec: NetworkSpec): NetworkDecision {
  return { kind: 'repair', spec, because: [{ kind: 'drift', text: 'its bridge or addresses are missing' }] };
}

function decideExternal({ spec, intact }: ObservedNetwork): NetworkDecisions {
  const message = `external network "${spec.name}" lost its bridge or addresses: whoever owns it has to repair it`;
  const warnings = intact ? [] : [{ code: 'external-network-broken', message }];
  return { decisions: [{ kind: 'external', spec }], warnings, errors: [] };
}

/** Names of containers that hold the network and are not stopped by this plan. */
function replacementBlockers(network: string, { snapshot, matching, policy }: NetworkInput): string[] {
  const yielding = new Set(matching.removals.map(({ found }) => found.id));
  if (policy.recreate !== 'never')
    for (const { found } of matching.pairs) if (found && isAlive(found)) yielding.add(found.id);
  const attached = snapshot.containers.filter(({ spec }) => networksOf(spec).includes(network));
  const holders = attached.filter((container) => isAlive(container) || container.status === 'unknown');
  return holders.filter(({ id }) => !yielding.has(id)).map(({ spec }) => spec.name);
}

function decided(decision: NetworkDecision): NetworkDecisions {
  return { decisions: [decision], warnings: [], errors: [] };
}

function failed(error: DockrError): NetworkDecisions {
  return { decisions: [], warnings: [], errors: [error] };
}

function externalNotFound(name: string): NetworkError {
  return new NetworkError('external-network-not-found', {
    message: `external network "${name}" is not there`,
    hint: 'create it, or remove "external" to have it made with the stack',
  });
}

function notOurs({ name, stack }: NetworkSpec): NetworkError {
  return new NetworkError('network-not-ours', {
    message: `network "${name}" is there but ${stack === null ? 'was made outside of any stack' : `belongs to stack "${stack}"`}`,
    hint: 'set "external: true" to use it, or give this one another name',
  });
}
