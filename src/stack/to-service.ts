// One service of the model from its part of the tree.
import { describePath } from './describe-path.ts';
import { isImageName } from './image-name.ts';
import type { Build } from './model/build.ts';
import type { Port, RestartPolicy } from './model/run.ts';
import type { PullPolicy, Service } from './model.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  postpone,
  type Reading,
  readDuration,
  readFlag,
  readPairs,
  readSomeTextMap,
  readSomeTexts,
  readText,
  readTextMap,
  readTexts,
  readWhole,
  refuse,
  reject,
  writtenOf,
} from './reading.ts';
import { toBuild } from './to-build.ts';
import { toCommand, toHealthcheck } from './to-command.ts';
import { checkService, type ServiceNames, toDependencies } from './to-dependencies.ts';
import { toDeploy } from './to-deploy.ts';
import { toBlkio, toDevices, toGpus } from './to-devices.ts';
import { type EnvFileTexts, toEnvFiles, toEnvironment } from './to-environment.ts';
import { toGrants } from './to-grants.ts';
import { toDevelop, toHooks, toInitContainers } from './to-hooks.ts';
import { toExtraHosts } from './to-hosts.ts';
import { toLabelFiles, toLabels } from './to-labels.ts';
import { toModelUses } from './to-models.ts';
import { toMounts } from './to-mounts.ts';
import { readHardwareAddress, toAttachments, toNetworkMode } from './to-networks.ts';
import { toExpose, toPorts } from './to-ports.ts';
import { toResources } from './to-resources.ts';
import { toCredentialSpec, toLogging, toProvider } from './to-runtime.ts';
import { hasOnlyKeysOf, PLAIN_KEYS, USUAL_KEYS } from './usual-keys.ts';

/** What a service can refer to. */
export type Surroundings = { readonly root: Field; readonly names: ServiceNames; readonly envFiles: EnvFileTexts };

const DEFAULT_GRACE_MS = 10_000;
/** What is printed where the file says it, though it is a default or said under `deploy` too. */
const DEFAULT_KEYS = [
  'attach',
  'cpus',
  'init',
  'mem_limit',
  'mem_reservation',
  'pids_limit',
  'restart',
  'scale',
  'stop_grace_period',
];

export function toService(reading: Reading, name: string, around: Surroundings & { readonly service: Field }): Service {
  const { service, root } = around;
  const networkMode = toNetworkMode(reading, service);
  const scale = toScale(reading, service);
  const profiles = readTexts(fieldOf(service, 'profiles'));
  const image = toImage(reading, service);
  const { dependsOn, absent } = toDependencies(reading, service, { names: around.names });
  return {
    name,
    ...defined({
      image,
      build: checkedBuild(reading, service, around),
      pullPolicy: toPullPolicy(reading, fieldOf(service, 'pull_policy')),
    }),
    ...defined({ containerName: toContainerName(reading, service, scale) }),
    scale,
    ...defined({
      command: toCommand(reading, service, 'command'),
      entrypoint: toCommand(reading, service, 'entrypoint'),
    }),
    ...toEnvironment(reading, service, around.envFiles),
    labels: toLabels(reading, service, around.envFiles),
    restart: toRestart(reading, service),
    ...defined({ healthcheck: toHealthcheck(reading, service) }),
    dependsOn,
    ports: toServicePorts(reading, service, networkMode.kind),
    volumes: toMounts(reading, service),
    networks:
      networkMode.kind === 'networks' && !fieldOf(service, 'provider')
        ? toAttachments(reading, service, fieldOf(root, 'networks'))
        : {},
    networkMode,
    ...(hasOnlyKeysOf(service, PLAIN_KEYS) ? PLAIN_SETTINGS : toSettings(reading, service, root)),
    ...defined({ expose: toExpose(reading, service), profiles: profiles.length > 0 ? profiles : undefined }),
    ...(hasOnlyKeysOf(service, USUAL_KEYS) ? {} : toRest(reading, service, { root, image })),
    ...toAbsent(absent),
    ...extensionsOf(service),
    ...writtenOf(service, DEFAULT_KEYS),
  };
}

type Settings = Pick<
  Service,
  | ('workingDir' | 'user' | 'hostname' | 'domainname' | 'platform' | 'stopSignal' | 'stopGraceMs')
  | ('init' | 'tty' | 'stdinOpen' | 'privileged' | 'readOnly' | 'attach')
  | ('secrets' | 'configs' | 'extraHosts' | 'dns' | 'dnsSearch' | 'dnsOptions' | 'sysctls' | 'resources')
  | ('capAdd' | 'capDrop' | 'securityOpt')
>;

/** Of a service that says nothing of them. */
const PLAIN_SETTINGS: Settings = {
  init: false,
  tty: false,
  stdinOpen: false,
  stopGraceMs: DEFAULT_GRACE_MS,
  secrets: [],
  configs: [],
  extraHosts: {},
  dns: [],
  dnsSearch: [],
  dnsOptions: [],
  sysctls: {},
  resources: { ulimits: {} },
  capAdd: [],
  capDrop: [],
  privileged: false,
  readOnly: false,
  securityOpt: [],
  attach: true,
};

function toSettings(reading: Reading, service: Field, root: Field): Settings {
  const flag = (key: string): boolean => readFlag(reading, fieldOf(service, key)) ?? false;
  const text = (key: string): string | undefined => readText(fieldOf(service, key)) || undefined;
  const texts = (key: string): readonly string[] => readTexts(fieldOf(service, key));
  return {
    ...defined({
      platform: text('platform'),
      workingDir: text('working_dir'),
      user: text('user'),
      hostname: text('hostname'),
      domainname: text('domainname'),
      stopSignal: text('stop_signal'),
    }),
    init: flag('init'),
    tty: flag('tty'),
    stdinOpen: flag('stdin_open'),
    stopGraceMs: readDuration(reading, fieldOf(service, 'stop_grace_period')) ?? DEFAULT_GRACE_MS,
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
  };
}

/** What dockr does not do yet, and what is only for people. */
function toRest(
  reading: Reading,
  service: Field,
  { root, image }: { readonly root: Field; readonly image: string | undefined },
): Partial<Service> {
  const text = (key: string): string | undefined => readText(fieldOf(service, key)) || undefined;
  const texts = (key: string): readonly string[] | undefined => readSomeTexts(fieldOf(service, key));
  return defined({
    annotations: readSomeTextMap(fieldOf(service, 'annotations')),
    blkio: toBlkio(reading, service),
    cgroup: text('cgroup'),
    cgroupParent: text('cgroup_parent'),
    credentialSpec: toCredentialSpec(service),
    deploy: toDeploy(reading, service),
    develop: toDevelop(reading, service),
    deviceCgroupRules: texts('device_cgroup_rules'),
    devices: toDevices(reading, service),
    gpus: toGpus(reading, service),
    envFiles: toEnvFiles(reading, service),
    labelFiles: toLabelFiles(reading, service),
    externalLinks: texts('external_links'),
    links: texts('links'),
    groupAdd: texts('group_add'),
    ipc: text('ipc'),
    pid: text('pid'),
    uts: text('uts'),
    usernsMode: text('userns_mode'),
    isolation: text('isolation'),
    runtime: text('runtime'),
    logging: toLogging(service),
    macAddress: readHardwareAddress(reading, fieldOf(service, 'mac_address')),
    models: toModelUses(reading, service, fieldOf(root, 'models')),
    postStart: toHooks(reading, service, 'post_start'),
    preStart: toInitContainers(reading, service, image),
    preStop: toHooks(reading, service, 'pre_stop'),
    provider: toProvider(reading, service),
    pullRefresh: toPullRefresh(fieldOf(service, 'pull_policy')),
    pullRefreshAfter: text('pull_refresh_after'),
    storageOptions: readSomeTextMap(fieldOf(service, 'storage_opt')),
    useApiSocket: readFlag(reading, fieldOf(service, 'use_api_socket')) || undefined,
    volumesFrom: texts('volumes_from'),
  });
}

function toAbsent(absent: Service['absentDependencies']): Pick<Service, 'absentDependencies'> {
  return absent && Object.keys(absent).length > 0 ? { absentDependencies: absent } : {};
}

function toImage(reading: Reading, service: Field): string | undefined {
  const field = fieldOf(service, 'image');
  const text = readText(field);
  if (!field || !text) {
    if (!fieldOf(service, 'build') && !fieldOf(service, 'provider'))
      reject(reading, service, 'no-image', `${describePath(service.path)} has neither "image" nor "build"`);
    return undefined;
  }
  if (isImageName(text)) return text;
  const hint = isImageName(text.toLowerCase()) ? 'image names are in lower case' : undefined;
  const message = `${describePath(field.path)} is "${text}", which is not the name of an image`;
  postpone(reading, field, 'invalid-image', message, hint);
  return text;
}

function checkedBuild(reading: Reading, service: Field, { names, root }: Surroundings): Build | undefined {
  const build = toBuild(reading, service, fieldOf(root, 'secrets'));
  if (!build) return undefined;
  for (const [, pair] of readPairs(fieldOf(service, 'build', 'additional_contexts'))) {
    const [, name] = /^service:(.+)$/.exec(pair.value ?? '') ?? [];
    if (name)
      checkService(reading, pair.field, {
        name,
        names: { active: new Set([...names.active, ...names.inactive]), inactive: new Set() },
        isRequired: true,
      });
  }
  checkPlatforms(reading, service);
  return build;
}

/** A service cannot run an image of which its platform is not built. */
function checkPlatforms(reading: Reading, service: Field): void {
  const field = fieldOf(service, 'build', 'platforms');
  const platforms = readTexts(field);
  const platform = readText(fieldOf(service, 'platform'));
  if (!field || !platform || platforms.length === 0 || platforms.includes(platform)) return;
  reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} must have "${platform}", which the service runs on, but has ${platforms.join(', ')}`,
    `add "${platform}"`,
  );
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
  if (REFRESH.test(text)) {
    refuse(reading, field, `${describePath(field.path)} is "${text}", which`);
    return undefined;
  }
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "always", "never", "missing" or "build"`,
  );
}

const REFRESH = /^(refresh|daily|weekly|every_([0-9]+[wdhms])+)$/;

/** The policies that go by the age of an image. */
function toPullRefresh(field: Field | undefined): string | undefined {
  const text = readText(field);
  return text !== undefined && REFRESH.test(text) ? text : undefined;
}

function toScale(reading: Reading, service: Field): number {
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
