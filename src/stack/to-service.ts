// One service of the model from its part of the tree.
import { describePath } from './describe-path.ts';
import { isImageName } from './image-name.ts';
import type { Build, Port, PullPolicy, RestartPolicy, Service } from './model.ts';
import {
  defined,
  type Field,
  fieldOf,
  type Reading,
  readDuration,
  readFlag,
  readPairs,
  readText,
  readTextMap,
  readTexts,
  readWhole,
  reject,
} from './reading.ts';
import { toBuild } from './to-build.ts';
import { toCommand, toHealthcheck } from './to-command.ts';
import { checkService, type ServiceNames, toDependencies } from './to-dependencies.ts';
import { type EnvFileTexts, toEnvironment } from './to-environment.ts';
import { toGrants } from './to-grants.ts';
import { toExtraHosts } from './to-hosts.ts';
import { toMounts } from './to-mounts.ts';
import { toAttachments, toNetworkMode } from './to-networks.ts';
import { toExpose, toPorts } from './to-ports.ts';
import { toResources } from './to-resources.ts';

/** What a service can refer to. */
export type Surroundings = { readonly root: Field; readonly names: ServiceNames; readonly envFiles: EnvFileTexts };

const DEFAULT_GRACE_MS = 10_000;

export function toService(reading: Reading, name: string, around: Surroundings & { readonly service: Field }): Service {
  const { service, root } = around;
  const flag = (key: string): boolean => readFlag(reading, fieldOf(service, key)) ?? false;
  const text = (key: string): string | undefined => readText(fieldOf(service, key)) || undefined;
  const texts = (key: string): readonly string[] => readTexts(fieldOf(service, key));
  const networkMode = toNetworkMode(reading, service);
  const scale = toScale(reading, service);
  const profiles = texts('profiles');
  checkLabels(reading, fieldOf(service, 'labels'));
  return {
    name,
    ...defined({
      image: toImage(reading, service),
      build: checkedBuild(reading, service, around.names),
      pullPolicy: toPullPolicy(reading, fieldOf(service, 'pull_policy')),
    }),
    ...defined({ platform: text('platform'), containerName: toContainerName(reading, service, scale) }),
    scale,
    ...defined({
      command: toCommand(reading, service, 'command'),
      entrypoint: toCommand(reading, service, 'entrypoint'),
    }),
    environment: toEnvironment(reading, service, around.envFiles),
    ...defined({
      workingDir: text('working_dir'),
      user: text('user'),
      hostname: text('hostname'),
      domainname: text('domainname'),
    }),
    init: flag('init'),
    tty: flag('tty'),
    stdinOpen: flag('stdin_open'),
    labels: readTextMap(fieldOf(service, 'labels')),
    ...defined({ stopSignal: text('stop_signal') }),
    stopGraceMs: readDuration(reading, fieldOf(service, 'stop_grace_period')) ?? DEFAULT_GRACE_MS,
    restart: toRestart(reading, service),
    ...defined({ healthcheck: toHealthcheck(reading, service) }),
    dependsOn: toDependencies(reading, service, { names: around.names, networkMode }),
    ports: toServicePorts(reading, service, networkMode.kind),
    volumes: toMounts(reading, service),
    networks: networkMode.kind === 'networks' ? toAttachments(reading, service, fieldOf(root, 'networks')) : {},
    networkMode,
    secrets: toGrants(reading, service, 'secrets', fieldOf(root, 'secrets')),
    configs: toGrants(reading, service, 'configs', fieldOf(root, 'configs')),
    extraHosts: toExtraHosts(reading, service),
    dns: texts('dns'),
    dnsSearch: texts('dns_search'),
    dnsOptions: texts('dns_opt'),
    sysctls: readTextMap(fieldOf(service, 'sysctls')),
    resources: toResources(reading, service),
    capAdd: texts('cap_add'),
    capDrop: texts('cap_drop'),
    privileged: flag('privileged'),
    readOnly: flag('read_only'),
    securityOpt: texts('security_opt'),
    attach: readFlag(reading, fieldOf(service, 'attach')) ?? true,
    ...defined({ expose: toExpose(reading, service), profiles: profiles.length > 0 ? profiles : undefined }),
  };
}

function toImage(reading: Reading, service: Field): string | undefined {
  const field = fieldOf(service, 'image');
  const text = readText(field);
  if (!field || text === undefined) {
    if (!fieldOf(service, 'build'))
      reject(reading, service, 'no-image', `${describePath(service.path)} has neither "image" nor "build"`);
    return undefined;
  }
  if (isImageName(text)) return text;
  const hint = isImageName(text.toLowerCase()) ? 'image names are in lower case' : undefined;
  return reject(
    reading,
    field,
    'invalid-image',
    `${describePath(field.path)} is "${text}", which is not the name of an image`,
    hint,
  );
}

function checkedBuild(reading: Reading, service: Field, names: ServiceNames): Build | undefined {
  const build = toBuild(reading, service);
  for (const [, pair] of readPairs(fieldOf(service, 'build', 'additional_contexts'))) {
    const [, name] = /^service:(.+)$/.exec(pair.value ?? '') ?? [];
    if (name)
      checkService(reading, pair.field, {
        name,
        names: { active: [...names.active, ...names.inactive], inactive: [] },
        isRequired: true,
      });
  }
  return build;
}

const PULL_POLICIES: ReadonlyMap<string, PullPolicy> = new Map([
  ['always', 'always'],
  ['never', 'never'],
  ['missing', 'missing'],
  ['if_not_present', 'missing'],
  ['build', 'build'],
]);

function toPullPolicy(reading: Reading, field: Field | undefined): PullPolicy | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  const policy = PULL_POLICIES.get(text);
  if (policy) return policy;
  const isTimed = /^(refresh|daily|weekly|every_([0-9]+[wdhms])+)$/.test(text);
  if (isTimed)
    return reject(
      reading,
      field,
      'not-supported',
      `${describePath(field.path)} is "${text}", which is not supported by this version of dockr`,
    );
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "always", "never", "missing" or "build"`,
  );
}

function toScale(reading: Reading, service: Field): number {
  const mode = fieldOf(service, 'deploy', 'mode');
  if (mode && readText(mode) !== 'replicated')
    reject(
      reading,
      mode,
      'not-supported',
      `${describePath(mode.path)} is "${readText(mode)}", which is not supported by this version of dockr`,
    );
  const scaleField = fieldOf(service, 'scale');
  const replicasField = fieldOf(service, 'deploy', 'replicas');
  const [scale, replicas] = [readWhole(reading, scaleField, 0), readWhole(reading, replicasField, 0)];
  if (replicasField && scale !== undefined && replicas !== undefined && scale !== replicas) {
    reject(
      reading,
      replicasField,
      'contradiction',
      `${describePath(replicasField.path)} is ${replicas}, but "scale" is ${scale}`,
      'keep one of them',
    );
  }
  return scale ?? replicas ?? 1;
}

function toContainerName(reading: Reading, service: Field, scale: number): string | undefined {
  const field = fieldOf(service, 'container_name');
  if (field && scale > 1)
    reject(
      reading,
      field,
      'exclusive-keys',
      `${describePath(field.path)} names one container, but the service has ${scale}`,
      'remove "container_name", or run one container',
    );
  return readText(field);
}

function toServicePorts(reading: Reading, service: Field, mode: string): readonly Port[] {
  const ports = toPorts(reading, service);
  const field = fieldOf(service, 'ports');
  if (field && ports.length > 0 && (mode === 'host' || mode === 'service' || mode === 'container')) {
    reject(
      reading,
      field,
      'exclusive-keys',
      `${describePath(field.path)} cannot be published with "network_mode: ${readText(fieldOf(service, 'network_mode'))}"`,
      mode === 'host' ? 'its ports are those of the host already' : 'publish them where the network is',
    );
  }
  return ports;
}

function toRestart(reading: Reading, service: Field): RestartPolicy {
  const policy = fieldOf(service, 'deploy', 'restart_policy');
  if (policy) return toDeployedRestart(reading, policy);
  const field = fieldOf(service, 'restart');
  const text = readText(field);
  if (!field || text === undefined || text === '') return { kind: 'no' };
  if (text === 'no' || text === 'always' || text === 'unless-stopped') return { kind: text };
  const [isFailure, retries] = /^on-failure(?::([0-9]{1,9}))?$/.exec(text) ?? [];
  if (isFailure) return { kind: 'on-failure', maxRetries: Number(retries ?? 0) };
  reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "no", "always", "unless-stopped" or "on-failure[:N]"`,
  );
  return { kind: 'no' };
}

/** `deploy.restart_policy` takes the place of `restart`. */
function toDeployedRestart(reading: Reading, policy: Field): RestartPolicy {
  const field = fieldOf(policy, 'condition');
  const condition = readText(field) || 'any';
  const maxRetries = readWhole(reading, fieldOf(policy, 'max_attempts'), 0) ?? 0;
  if (condition === 'none' || condition === 'no') return { kind: 'no' };
  if (condition === 'any' || condition === 'always') return { kind: 'always' };
  if (condition === 'unless-stopped') return { kind: 'unless-stopped' };
  if (condition === 'on-failure') return { kind: 'on-failure', maxRetries };
  if (field)
    reject(
      reading,
      field,
      'wrong-value',
      `${describePath(field.path)} is "${condition}", but must be "none", "on-failure" or "any"`,
    );
  return { kind: 'no' };
}

/** Labels by which dockr knows its own containers are not for stack files to set. */
function checkLabels(reading: Reading, labels: Field | undefined): void {
  for (const [name, pair] of readPairs(labels)) {
    if (!/^(com\.docker\.compose|io\.dockr)\./.test(name)) continue;
    reject(
      reading,
      pair.field,
      'reserved-label',
      `${describePath(pair.field.path)} sets label "${name}", which only the engine sets`,
    );
  }
}
