import type { LoadStage } from '../stack/read-stack-files.ts';
import type { OptionSpecs, OptionValues } from './declaration.ts';

/** Options of `dockr config`, named as Compose names them. */
export const CONFIG_OPTIONS = {
  format: { kind: 'choice', values: ['yaml', 'json'], summary: 'Form of the output' },
  output: { kind: 'text', short: 'o', value: 'PATH', summary: 'Write to a file' },
  quiet: { kind: 'flag', short: 'q', summary: 'Only check' },
  services: { kind: 'flag', summary: 'Names of services' },
  volumes: { kind: 'flag', summary: 'Names of volumes' },
  networks: { kind: 'flag', summary: 'Names of networks' },
  models: { kind: 'flag', summary: 'Names of models' },
  images: { kind: 'flag', summary: 'Images of services' },
  profiles: { kind: 'flag', summary: 'Profiles of services, active or not' },
  variables: { kind: 'flag', summary: 'Variables that the file asks for' },
  environment: { kind: 'flag', summary: 'Variables that the file is filled in with' },
  hash: { kind: 'text', value: 'SERVICES', summary: 'Digest of the settings of services: "*", or names with commas' },
  origin: { kind: 'flag', summary: 'Every value with the place that it came from' },
  schema: { kind: 'flag', summary: 'The JSON schema of stack files' },
  'no-interpolate': { kind: 'flag', summary: 'Leave variables as they are written' },
  'no-path-resolution': { kind: 'flag', summary: 'Leave relative paths as they are written' },
  'no-normalize': { kind: 'flag', summary: 'Leave out what the file does not say: names, the default network' },
  'no-consistency': { kind: 'flag', summary: 'Do not check that the parts of the file fit together' },
  'no-env-resolution': { kind: 'flag', summary: 'Do not read the env files of services' },
} as const satisfies OptionSpecs;

export type ConfigOptions = OptionValues<typeof CONFIG_OPTIONS>;

/** Stages of the loader that the options leave out. */
export function skippedStages(options: ConfigOptions): readonly LoadStage[] {
  return [
    ...(options['no-consistency'] ? (['consistency'] as const) : []),
    ...(options['no-env-resolution'] ? (['env-files'] as const) : []),
  ];
}
