// How compose-go completes a model: default networks, names, implied dependencies.
import type { Case } from '../cases.ts';
import { type CaseFiles, compare, judgeErrors, type Outcome } from '../check-cases.ts';
import { toComparable } from '../compare-shape.ts';
import { loadModel } from '../load-model.ts';

async function runNormalization(raw: Case): Promise<Outcome> {
  const each: Case = JSON.parse(JSON.stringify(raw).replaceAll('myProject', 'myproject'));
  const result = await loadModel(each['input'], { environment: each['env'] });
  if ('errors' in result) return judgeErrors(each, result.errors);
  const shown = { withoutPaths: true, isNormalized: true };
  return compare(toComparable(result.shape, shown), toComparable(inCanonicalForm(each.expect as Model), shown));
}

type Attributes = Readonly<Record<string, unknown>>;
type Model = { readonly services?: Readonly<Record<string, Attributes>> };

/** That stage has lists of pairs, and says what is not so: the canonical model of the whole loader does neither. */
function inCanonicalForm(model: Model): unknown {
  if (!model.services) return model;
  const services = Object.entries(model.services).map(([name, { environment, depends_on, ...service }]) => [
    name,
    {
      ...service,
      ...(Array.isArray(environment) ? { environment: Object.fromEntries(environment.map(toPair)) } : { environment }),
      ...(depends_on ? { depends_on: mapEach(depends_on as Record<string, Attributes>, withoutNo) } : {}),
    },
  ]);
  return { ...model, services: Object.fromEntries(services) };
}

function toPair(text: string): readonly [string, string | null] {
  const [name = '', value = null] = text.split('=', 2);
  return [name, value];
}

function withoutNo({ restart, ...dependency }: Attributes): Attributes {
  return restart === true ? { ...dependency, restart } : dependency;
}

function mapEach(record: Readonly<Record<string, Attributes>>, change: (of: Attributes) => Attributes): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

export const NORMALIZING: CaseFiles = {
  'compose-go-cases/normalize.json': {
    differences: {
      'loader/TestNormalizeImplicitDependencies':
        'defect of the reference: its own schema does not let "cgroup" name a service',
    },
    run: runNormalization,
  },
};
