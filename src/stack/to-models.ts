// Models of the stack, and how services use them.
import { describePath } from './describe-path.ts';
import type { StackModel } from './model/resources.ts';
import type { ModelUse } from './model.ts';
import { suggestName } from './problems.ts';
import {
  defined,
  entriesOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readSomeTexts,
  readText,
  readWhole,
  reject,
  someEntries,
} from './reading.ts';

export function toStackModels(
  reading: Reading,
  models: Field | undefined,
): Readonly<Record<string, StackModel>> | undefined {
  const all = entriesOf(models).map(([name, field]): [string, StackModel] => [
    name,
    {
      model: readText(fieldOf(field, 'model')) ?? '',
      ...defined({
        name: readText(fieldOf(field, 'name')) || undefined,
        contextSize: readWhole(reading, fieldOf(field, 'context_size'), 0),
        runtimeFlags: readSomeTexts(fieldOf(field, 'runtime_flags')),
      }),
      ...extensionsOf(field),
    },
  ]);
  return someEntries(Object.fromEntries(all));
}

/** The models of a service by name; each must be defined at the top level. */
export function toModelUses(
  reading: Reading,
  service: Field,
  models: Field | undefined,
): Readonly<Record<string, ModelUse>> | undefined {
  const field = fieldOf(service, 'models');
  const known = entriesOf(models).map(([name]) => name);
  const uses: [string, ModelUse][] = [
    ...itemsOf(field).map((item): [string, Field] => [readText(item) ?? '', item]),
    ...entriesOf(field),
  ].map(([name, entry]) => {
    if (!known.includes(name)) rejectUndefined(reading, entry, name, known);
    return [name, toUse(entry)];
  });
  return someEntries(Object.fromEntries(uses));
}

function toUse(entry: Field): ModelUse {
  return defined({
    endpointVariable: readText(fieldOf(entry, 'endpoint_var')) || undefined,
    modelVariable: readText(fieldOf(entry, 'model_var')) || undefined,
  });
}

function rejectUndefined(reading: Reading, entry: Field, name: string, known: readonly string[]): void {
  const near = suggestName(reading.problems, name, known);
  reject(
    reading,
    entry,
    'undefined-model',
    `${describePath(entry.path)} refers to model "${name}", which is not defined`,
    near ? `did you mean "${near}"?` : 'define it under "models" at the top level',
  );
}
