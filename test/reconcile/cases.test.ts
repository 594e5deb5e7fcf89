// Golden cases: each folder of cases/ has a case.yaml (what was, what should be, how), a plan.txt (what dockr says) and, where
// there is a plan, a details.txt (what the runner is told beside). With DOCKR_REWRITE=1 these are written anew, to be read in
// the diff.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { DockrError, ErrorList } from '../../src/core/errors.ts';
import type { DesiredInputs } from '../../src/reconcile/desire.ts';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import { formatPlan } from '../../src/reconcile/format-plan.ts';
import type { Plan, PlanPolicy, Step } from '../../src/reconcile/plan.ts';
import { type DownOptions, planDown } from '../../src/reconcile/plan-down.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import type {
  ObservedContainer,
  ObservedImage,
  ObservedNetwork,
  ObservedVolume,
  Snapshot,
} from '../../src/reconcile/snapshot.ts';
import { broughtUp, makeContainer, makeDesired, POLICY, type StackGiven } from './support.ts';

type Patches<Resource> = Readonly<Record<string, Partial<Resource> | null>>;

/** `before` was brought up beside what was `there`, then `changed` by fate; containers that are `there` came last. Null removes. */
type Case = {
  readonly about: string;
  readonly before?: StackGiven;
  readonly beforeInputs?: Partial<DesiredInputs>;
  readonly changed?: {
    readonly containers?: Patches<ObservedContainer>;
    readonly networks?: Patches<ObservedNetwork>;
    readonly volumes?: Patches<ObservedVolume>;
    readonly images?: Patches<ObservedImage>;
  };
  readonly there?: {
    readonly containers?: readonly Parameters<typeof makeContainer>[0][];
    readonly networks?: readonly ObservedNetwork[];
    readonly volumes?: readonly ObservedVolume[];
    readonly images?: readonly ObservedImage[];
  };
  readonly stack: StackGiven;
  readonly inputs?: Partial<DesiredInputs>;
  readonly policy?: Partial<PlanPolicy>;
  readonly down?: Pick<DownOptions, 'volumes' | 'services'> & { readonly withoutFile?: boolean };
  /** That one plan does not lead to peace, and why. */
  readonly unsettled?: string;
};

const FOLDER = join(import.meta.dirname, 'cases');

for (const name of readdirSync(FOLDER).sort()) {
  const given: Case = parse(readFileSync(join(FOLDER, name, 'case.yaml'), 'utf8'));
  test(given.about, () => {
    const { text, details } = outcomeOf(given);
    checkText(join(FOLDER, name, 'plan.txt'), text);
    if (details.length > 0) checkText(join(FOLDER, name, 'details.txt'), details.join('\n'));
  });
}

function checkText(path: string, text: string): void {
  if (process.env.DOCKR_REWRITE) writeFileSync(path, `${text}\n`);
  assert.equal(`${text}\n`, readFileSync(path, 'utf8'));
}

type Outcome = { readonly text: string; readonly details: readonly string[] };

function outcomeOf(given: Case): Outcome {
  try {
    const plan = planOf(given);
    return {
      text: formatPlan(plan),
      details: [...plan.steps.flatMap(detailsOf), ...plan.unchanged.map(unchangedLine)],
    };
  } catch (error) {
    if (error instanceof ErrorList) return { text: error.errors.map(errorText).join('\n'), details: [] };
    if (error instanceof DockrError) return { text: errorText(error), details: [] };
    throw error;
  }
}

function planOf(given: Case): Plan {
  const snapshot = makeSnapshot(given);
  const desired = makeDesired(given.stack, given.inputs);
  if (given.down) return planDown(desired.stack, snapshot, downOptions(desired, given.down));
  const policy = { ...POLICY, ...given.policy };
  const plan = planStack(desired, snapshot, policy, 0);
  const calm = { ...policy, recreate: policy.recreate === 'always' ? ('changed' as const) : policy.recreate };
  const again = planStack(desired, simulate(snapshot, plan), calm, 0);
  if (!given.unsettled) assert.deepEqual(again.steps, [], 'planning again finds nothing to do');
  return plan;
}

/** What the text of a plan leaves out: its fields, but for specs, of which only the image is told. */
function detailsOf({ id, kind: _, after: __, because: ___, ...rest }: Step): string[] {
  const fields = Object.entries(rest).map(([key, value]) => [
    key,
    key === 'spec' ? { image: imageIdOf(value) } : value,
  ]);
  const shown = fields.length === 0 ? '' : JSON.stringify(Object.fromEntries(fields));
  return [`${id}: ${shown.replaceAll(/sha256:([0-9a-f]{8})[0-9a-f]*/g, '$1')}`];
}

function imageIdOf(spec: unknown): unknown {
  return typeof spec === 'object' && spec !== null && 'imageId' in spec ? spec.imageId : undefined;
}

function unchangedLine(what: string): string {
  return `unchanged: ${what}`;
}

function downOptions(desired: DesiredState, { withoutFile, ...options }: NonNullable<Case['down']>): DownOptions {
  if (withoutFile) return options;
  const dependencies = desired.services.map(({ name, dependencies: all }) => [name, all.map(({ service }) => service)]);
  const external = [...desired.networks, ...desired.volumes].filter((resource) => resource.external);
  return {
    ...options,
    dependencies: Object.fromEntries(dependencies),
    known: desired.services.map(({ name }) => name),
    external: external.map(({ spec }) => spec.name),
  };
}

function errorText({ code, message, hint }: DockrError): string {
  return `error[${code}]: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`;
}

function makeSnapshot({ before, beforeInputs, changed = {}, there = {} }: Case): Snapshot {
  const start: Snapshot = {
    images: there.images ?? [],
    networks: there.networks ?? [],
    volumes: there.volumes ?? [],
    containers: [],
  };
  const up = before ? broughtUp(makeDesired(before, beforeInputs), start) : start;
  const containers = [...up.containers, ...(there.containers ?? []).map(makeContainer)];
  const specName = ({ spec }: { readonly spec: { readonly name: string } }): string => spec.name;
  return {
    images: patch(up.images, changed.images, ({ reference }) => reference),
    networks: patch(up.networks, changed.networks, specName),
    volumes: patch(up.volumes, changed.volumes, specName),
    containers: patch(containers, changed.containers, specName),
  };
}

function patch<Resource>(
  resources: readonly Resource[],
  patches: Patches<Resource> = {},
  nameOf: (resource: Resource) => string,
): Resource[] {
  const names = resources.map(nameOf);
  for (const name of Object.keys(patches))
    assert.ok(names.includes(name), `"${name}" is not there to be changed: ${names.join(', ')}`);
  return resources.flatMap((resource) => {
    const change = patches[nameOf(resource)];
    return change === null ? [] : [{ ...resource, ...change }];
  });
}
