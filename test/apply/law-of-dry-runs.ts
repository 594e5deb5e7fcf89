// P21: what is planned with an engine that refuses every change.
import fc from 'fast-check';
import type { planFor } from '../../src/apply/apply-stack.ts';
import { sha256 } from '../../src/core/hash.ts';
import { Tracer } from '../../src/core/trace.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import type { StackFile } from '../../src/stack/model/resources.ts';
import { situations } from '../reconcile/arbitraries.ts';
import type { Runs } from '../reconcile/laws-of-plans.ts';
import { isRefusal } from '../reconcile/plan-of.ts';
import { makeStack } from '../reconcile/support.ts';
import { FakeEngine } from './fake-engine.ts';

/** Planning asks, and changes nothing. */
export async function aDryRunWritesNothing(plan: typeof planFor, runs: Runs): Promise<void> {
  await fc.assert(
    fc.asyncProperty(situations, async ({ given, observed, policy }) => {
      const containers = observed.containers.filter(({ status }) => status !== 'unknown');
      const site: StackFile = { name: 'site', origin: { kind: 'content', content: 'site' } };
      const stack = makeStack({ ...given, configs: { site } });
      const request = { stack, policy, scale: {}, build: 'when-changed', pull: 'as-declared' } as const;
      try {
        await plan(readOnly({ ...observed, containers }), request);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    }),
    runs,
  );
}

/** Whatever is not a question throws. */
function readOnly(snapshot: Snapshot): Engine {
  const fake = new FakeEngine(snapshot);
  const questions = {
    tracer: new Tracer(),
    keyedDigest: (bytes: Buffer) => `keyed:${sha256(bytes)}`,
    builder: refusing({ digestInputs: async () => 'inputs' }),
    images: refusing({ find: fake.images.find }),
    containers: refusing({
      list: fake.containers.list,
      find: fake.containers.find,
      namespaceOf: fake.containers.namespaceOf,
    }),
    traffic: refusing({ intentOf: fake.traffic.intentOf }),
    volumes: refusing({
      list: () => snapshot.volumes.map(({ spec }) => ({ name: spec.name, spec, anonymousOf: null })),
    }),
    networks: refusing({
      listNetworks: () => snapshot.networks,
      observer: {
        look: () => ({
          networks: new Map(snapshot.networks.map(({ spec, intact }) => [spec.name, intact ? [] : ['gone']])),
          containers: new Map(),
        }),
        problemsIn: () => [],
      },
    }),
  };
  return refusing(questions) as unknown as Engine;
}

function refusing<Part extends object>(questions: Part): Part {
  return new Proxy(questions, {
    get: (part, name) => {
      if (!Reflect.has(part, name)) throw new Error(`a dry run asked for "${String(name)}"`);
      return Reflect.get(part, name);
    },
  });
}
