// Steps of plans, and a container of an engine without a kernel to carry them out on.
import type { StepContext } from '../../src/apply/step-context.ts';
import type { ContainerSpec } from '../../src/core/specs.ts';
import type { Step } from '../../src/reconcile/plan.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import { makeContainer } from '../reconcile/support.ts';
import { FakeEngine } from './fake-engine.ts';

const EMPTY: Snapshot = {
  images: [{ reference: 'nginx', imageId: 'sha256:here', buildInputs: null }],
  networks: [],
  volumes: [],
  containers: [],
};
export const base = { after: [], because: [], id: 'step' };
const ANONYMOUS = [{ kind: 'anonymous', target: '/data', readOnly: false, noCopy: false }] as const;

export function web(given: Partial<ContainerSpec> = {}, rest: Partial<ObservedContainer> = {}): ObservedContainer {
  const spec = { name: 'web', service: 'web', image: 'nginx', imageId: 'sha256:old', mounts: ANONYMOUS, ...given };
  return { ...makeContainer({ spec, id: `old ${spec.name}` }), ...rest };
}

/** The same at its next version. */
export function nextSpec(given: Partial<ContainerSpec> = {}): ContainerSpec {
  return { ...web().spec, user: 'app', imageId: 'sha256:here', ...given };
}

type Given = {
  readonly brings?: Snapshot['images'];
  readonly fails?: (call: string) => boolean;
} & Partial<StepContext>;
type Rig = { readonly engine: FakeEngine; readonly context: StepContext };

export function rig(
  containers: readonly ObservedContainer[],
  { brings = [], fails = () => false, ...given }: Given = {},
): Rig {
  const engine = new FakeEngine({ ...EMPTY, containers }, { images: brings, fails });
  const signal = new AbortController().signal;
  return {
    engine,
    context: { stack: null, images: [], signal, onEvent: () => {}, ...given, engine: engine.asEngine() },
  };
}

export const named = (engine: FakeEngine): string[] =>
  engine
    .snapshot()
    .containers.map(({ spec, status, traffic }) => `${spec.name} ${status}${traffic ? ` ${traffic}` : ''}`)
    .sort();

export type Recreate = Extract<Step, { kind: 'recreate-container' }>;
export const recreate = (given: Partial<Recreate> = {}): Recreate => ({
  ...base,
  kind: 'recreate-container',
  container: 'web',
  spec: nextSpec(),
  start: true,
  renewAnonymousVolumes: false,
  unlessImageId: null,
  keepEnded: false,
  ...given,
});

export type Succession = Extract<Step, { kind: 'start-successor' }>;
export const succession = (given: Partial<Succession> = {}): Succession => ({
  ...base,
  kind: 'start-successor',
  container: 'web',
  spec: nextSpec(),
  unlessImageId: null,
  keepEnded: false,
  ...given,
});

export const drain = (container: string): Step => ({ ...base, kind: 'drain-container', container });

/** Says no to the first call that begins so, and to none after. */
export function onlyFirst(call: string): (made: string) => boolean {
  let failed = false;
  return (made) => {
    if (failed || !made.startsWith(call)) return false;
    failed = true;
    return true;
  };
}
