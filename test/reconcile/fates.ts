// What can become of a machine on which a stack was brought up, and what others have on it.
import fc from 'fast-check';
import type { MountSpec } from '../../src/core/specs.ts';
import { canonicalNetwork, canonicalVolume } from '../../src/reconcile/canonical-spec.ts';
import { networksOf } from '../../src/reconcile/decide-networks.ts';
import type { ObservedContainer, ObservedNetwork, ObservedVolume, Snapshot } from '../../src/reconcile/snapshot.ts';
import { EMPTY, makeContainer } from './support.ts';

/** True so many times of ten. */
export const often = (yes: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: yes, arbitrary: fc.constant(true) }, { weight: 10 - yes, arbitrary: fc.constant(false) });

/** What a year on a server does to containers, networks and images. */
type Fate = {
  readonly containers: readonly ContainerFate[];
  readonly brokenNetwork: boolean;
  readonly imageMoved: boolean;
  readonly imageGone: boolean;
  readonly outer: 'well' | 'broken' | 'gone';
  readonly kept: boolean;
};
type ContainerFate =
  | 'well'
  | 'stopped'
  | 'crashed'
  | 'ended'
  | 'created'
  | 'dead'
  | 'gone'
  | 'unknown'
  | 'restarting'
  | 'drifted'
  | 'damaged'
  | 'doubled'
  | 'misnamed'
  | 'healthy';

export const fates: fc.Arbitrary<Fate> = fc.record({
  containers: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('well' as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom<ContainerFate>(
          'stopped',
          'crashed',
          'ended',
          'created',
          'dead',
          'gone',
          'restarting',
          'drifted',
          'damaged',
          'doubled',
          'misnamed',
          'healthy',
        ),
      },
      { weight: 1, arbitrary: fc.constant('unknown' as const) },
    ),
    { minLength: 15, maxLength: 15 },
  ),
  brokenNetwork: often(2),
  imageMoved: often(2),
  imageGone: often(3),
  outer: fc.constantFrom('well', 'well', 'well', 'well', 'well', 'well', 'broken', 'gone'),
  kept: often(9),
});

/** What became of a machine. */
export function suffer(snapshot: Snapshot, fate: Fate): Snapshot {
  const containers = snapshot.containers.flatMap((container, index) =>
    sufferContainer(container, fate.containers[index] ?? 'well'),
  );
  // Nobody can remove what a container uses.
  const hasOuter = fate.outer !== 'gone' || containers.some(({ spec }) => networksOf(spec).includes(OUTER.spec.name));
  const hasKept = fate.kept || containers.some(({ spec }) => spec.mounts.some(isKept));
  return {
    networks: snapshot.networks.flatMap((network) => {
      if (network.spec.name !== OUTER.spec.name) return [{ ...network, intact: !fate.brokenNetwork }];
      return hasOuter ? [{ ...network, intact: fate.outer !== 'broken' }] : [];
    }),
    volumes: snapshot.volumes.filter(({ spec }) => hasKept || spec.name !== KEPT.spec.name),
    images: snapshot.images.flatMap((image, index) => {
      if (index > 0) return [image];
      return fate.imageGone ? [] : [fate.imageMoved ? { ...image, imageId: 'sha256:moved' } : image];
    }),
    containers,
  };
}

function isKept(mount: MountSpec): boolean {
  return mount.kind === 'volume' && mount.volume === KEPT.spec.name;
}

function sufferContainer(container: ObservedContainer, fate: ContainerFate): ObservedContainer[] {
  const ended = { ...container, status: 'exited', health: 'none' } as const;
  switch (fate) {
    case 'well':
      return [container];
    case 'gone':
      return [];
    case 'stopped':
      return [{ ...ended, exitCode: 143, stoppedByUser: true }];
    case 'crashed':
      return [{ ...ended, exitCode: 1 }];
    case 'ended':
      return [{ ...ended, exitCode: 0 }];
    case 'created':
    case 'dead':
      return [{ ...ended, status: fate, exitCode: null }];
    case 'unknown':
      return [{ ...container, status: fate }];
    case 'restarting':
      return [{ ...ended, status: fate, exitCode: 1 }];
    case 'drifted':
      return [{ ...container, status: 'running', drift: ['link is missing'] }];
    case 'damaged':
      return [{ ...container, damage: ['its root filesystem is gone'] }];
    case 'healthy':
      return [container.status === 'running' ? { ...container, health: 'healthy' } : container];
    case 'misnamed':
      return [
        {
          ...container,
          id: `former of ${container.id}`,
          spec: { ...container.spec, name: container.spec.name.replace(/#|$/, '-former$&') },
        },
      ];
    case 'doubled':
      return [
        container,
        {
          ...container,
          id: `next of ${container.id}`,
          status: 'created',
          spec: { ...container.spec, name: `${container.spec.name}#next` },
        },
      ];
  }
}

/** What others have made for this stack to use. */
const OUTER: ObservedNetwork = { spec: canonicalNetwork({ name: 'outer' }), intact: true };
const KEPT: ObservedVolume = { spec: canonicalVolume({ name: 'kept' }) };
export const MACHINE: Snapshot = { ...EMPTY, networks: [OUTER], volumes: [KEPT] };

/** What is nobody's business of the stack's. */
export const STRANGERS: readonly ObservedContainer[] = [
  makeContainer({
    spec: {
      name: 'other-web-1',
      stack: 'other',
      service: 'a',
      network: { kind: 'networks', attachments: [{ network: 'other_default', aliases: [], ipv4: null, mac: null }] },
    },
  }),
  makeContainer({ spec: { name: 'shop-a-run-1', service: 'a', replica: 0 }, status: 'exited', exitCode: 0 }),
];
