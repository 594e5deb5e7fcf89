// How a service is run beside its command: log driver, credentials, a provider in place of a container.
import { describePath } from './describe-path.ts';
import type { CredentialSpec, Logging } from './model/run.ts';
import type { Provider } from './model.ts';
import {
  defined,
  entriesOf,
  extensionsOf,
  type Field,
  fieldOf,
  type Reading,
  readSomeTextMap,
  readText,
  readWords,
  reject,
  someEntries,
} from './reading.ts';

export function toLogging(service: Field): Logging | undefined {
  const field = fieldOf(service, 'logging');
  if (!field) return undefined;
  return {
    ...defined({
      driver: readText(fieldOf(field, 'driver')) || undefined,
      options: readSomeTextMap(fieldOf(field, 'options')),
    }),
    ...extensionsOf(field),
  };
}

export function toCredentialSpec(service: Field): CredentialSpec | undefined {
  const field = fieldOf(service, 'credential_spec');
  if (!field) return undefined;
  return {
    ...defined({
      config: readText(fieldOf(field, 'config')) || undefined,
      file: readText(fieldOf(field, 'file')) || undefined,
      registry: readText(fieldOf(field, 'registry')) || undefined,
    }),
    ...extensionsOf(field),
  };
}

/** Each option is a list: a single value is a list of one. */
export function toProvider(reading: Reading, service: Field): Provider | undefined {
  const field = fieldOf(service, 'provider');
  if (!field) return undefined;
  const type = readText(fieldOf(field, 'type'));
  if (!type) return reject(reading, field, 'missing-key', `key "type" is missing in ${describePath(field.path)}`);
  const options = entriesOf(fieldOf(field, 'options')).map(([name, entry]) => [name, readWords(entry)]);
  return { type, ...defined({ options: someEntries(Object.fromEntries(options)) }), ...extensionsOf(field) };
}
