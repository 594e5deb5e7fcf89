// How compose-go completes a model: default networks, names, implied dependencies.
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, judgeErrors, type Outcome } from '../check-cases.ts';
import { toComparable } from '../compare-shape.ts';
import { loadModel } from '../load-model.ts';

async function runNormalization(raw: Case): Promise<Outcome> {
  const each: Case = JSON.parse(JSON.stringify(raw).replaceAll('myProject', 'myproject'));
  const result = await loadModel(each['input'], { environment: each['env'], skip: ['schema', 'consistency'] });
  if ('errors' in result) return judgeErrors(each, result.errors);
  const shown = { withoutPaths: true, isNormalized: true };
  return compare(toComparable(result.shape, shown), toComparable(inCanonicalForm(each.expect as Model), shown));
}

type Attributes = Readonly<Record<string, unknown>>;
type Model = { readonly services?: Readonly<Record<string, Attributes>> };

/** That stage has lists of pairs and leaves out defaults, and says what is not so: the canonical model does neither. */
function inCanonicalForm(model: Model): unknown {
  if (!model.services) return model;
  const services = Object.entries(model.services).map(([name, { environment, depends_on, ...service }]) => [
    name,
    {
      ...service,
      ...(Array.isArray(environment) ? { environment: Object.fromEntries(environment.map(toPair)) } : { environment }),
      ...(depends_on ? { depends_on: mapEach(depends_on as Record<string, Attributes>, complete) } : {}),
    },
  ]);
  return { ...model, services: Object.fromEntries(services) };
}

function toPair(text: string): readonly [string, string | null] {
  const [name = '', value = null] = text.split('=', 2);
  return [name, value];
}

function complete({ restart, ...dependency }: Attributes): Attributes {
  return { required: true, ...dependency, ...(restart === true ? { restart } : {}) };
}

function mapEach(record: Readonly<Record<string, Attributes>>, change: (of: Attributes) => Attributes): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

export const NORMALIZING: CaseFiles = {
  'compose-go-cases/normalize.json': {
    differences: {},
    run: runNormalization,
  },
};
