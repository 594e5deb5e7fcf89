// What is mounted into the containers of a service: volumes, folders of the host, folders in memory.
import { parseSize } from '../core/units.ts';
import { describePath } from './describe-path.ts';
import type { Mount, MountPlace } from './model/run.ts';
import { addWarning } from './problems.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  rangeOf,
  readFlag,
  readSize,
  readSomeTextMap,
  readText,
  refuse,
  reject,
} from './reading.ts';
import { toMode } from './to-grants.ts';
import {
  isHostPath,
  isVolumeName,
  isWindowsPath,
  normalizeTarget,
  PROPAGATIONS,
  parseVolumeOptions,
  resolveHostPath,
  splitVolume,
  suggestVolumeOption,
} from './volumes.ts';

/** Mounts in the order of the file, `tmpfs` after `volumes`. Two with the same target are an error. */
export function toMounts(reading: Reading, service: Field): readonly Mount[] {
  const mounts: Mount[] = [];
  const placed = new Map<string, Field>();
  const add = (item: Field, mount: Mount | undefined): void => {
    if (!mount) return;
    const other = placed.get(mount.target);
    if (other)
      reject(
        reading,
        item,
        'duplicate-mount',
        `${describePath(item.path)} mounts at "${mount.target}", where ${describePath(other.path)} mounts already`,
      );
    placed.set(mount.target, item);
    mounts.push(mount);
  };
  for (const item of itemsOf(fieldOf(service, 'volumes')))
    add(item, item.node.kind === 'map' ? toLongMount(reading, item) : toShortMount(reading, item));
  const tmpfs = fieldOf(service, 'tmpfs');
  for (const item of tmpfs?.node.kind === 'scalar' ? [tmpfs] : itemsOf(tmpfs)) add(item, toTmpfs(reading, item));
  return mounts;
}

function toShortMount(reading: Reading, item: Field): Mount | undefined {
  const text = readText(item) ?? '';
  const parts = splitVolume(text);
  const invalid = (problem: string, hint?: string): undefined =>
    reject(reading, item, 'invalid-volume', `${describePath(item.path)} is "${text}": ${problem}`, hint);
  if (!parts) return invalid('expected "TARGET", "SOURCE:TARGET" or "SOURCE:TARGET:OPTIONS"');
  const options = parseVolumeOptions(parts.options);
  for (const option of options.unknown) warnOfOption(reading, item, option);
  const target = toTarget(reading, item, parts.target);
  if (target === undefined)
    return invalid(`the path in the container, "${parts.target}", does not start with "/"`, oneLetterHint(text));
  const { readOnly, noCopy, propagation } = options;
  if (parts.source === undefined) return { kind: 'anonymous', target, readOnly, noCopy };
  if (isHostPath(parts.source))
    return toBind(reading, item, {
      source: parts.source,
      target,
      readOnly,
      createSource: true,
      propagation,
      selinux: options.relabel,
    });
  if (!isVolumeName(parts.source))
    return invalid(`"${parts.source}" is neither the name of a volume nor a path that starts with "/", "." or "~"`);
  return { kind: 'volume', source: parts.source, target, readOnly, noCopy };
}

/** Compose passes over it without a word, so it cannot be an error; but `r0` is not what its author takes it for. */
function warnOfOption(reading: Reading, item: Field, option: string): void {
  const hint = suggestVolumeOption(option);
  const message = `${describePath(item.path)} has the option "${option}", which is not known and has no effect`;
  addWarning(reading.problems, 'unknown-volume-option', hint ? `${message}: ${hint}` : message, rangeOf(item));
}

/** The path in the container; undefined if it is not absolute. */
function toTarget(reading: Reading, field: Field, text: string): string | undefined {
  if (!isWindowsPath(text)) return normalizeTarget(text);
  refuse(reading, field, `${describePath(field.path)} is a path of Windows, which`, oneLetterHint(text));
  return text;
}

/** Docker, too, knows no volume with a name of one letter. */
function oneLetterHint(text: string): string | undefined {
  if (!/^[a-zA-Z]:/.test(text)) return undefined;
  return 'one letter before a colon is a drive, as for Compose: names of volumes have two or more';
}

type BindParts = Common & {
  readonly source: string;
  readonly createSource: boolean;
  readonly propagation?: string | undefined;
  readonly recursive?: string | undefined;
  readonly selinux?: string | undefined;
};

function toBind(reading: Reading, item: Field, parts: BindParts): Mount | undefined {
  const { source: written, createSource, propagation, recursive, selinux, ...common } = parts;
  const source = resolveHostPath(written, { directory: reading.directory, ...defined({ home: reading.home }) });
  if (source === undefined)
    return reject(reading, item, 'invalid-volume', `${describePath(item.path)} starts with "~", but HOME is not set`);
  if (isWindowsPath(source)) refuse(reading, item, `${describePath(item.path)} is a path of Windows, which`);
  if (selinux)
    addWarning(
      reading.problems,
      'no-relabel',
      `${describePath(item.path)} asks for SELinux relabelling, which this version of dockr does not do`,
      rangeOf(item),
    );
  return { kind: 'bind', source, ...common, createSource, ...defined({ propagation, recursive, selinux }) };
}

function toLongMount(reading: Reading, item: Field): Mount | undefined {
  const typeField = fieldOf(item, 'type') ?? item;
  const type = readText(typeField);
  if (type === 'npipe' || type === 'cluster') return toForeignMount(reading, item, type);
  const targetField = fieldOf(item, 'target');
  const targetText = readText(targetField);
  if (!targetField || targetText === undefined)
    return reject(reading, item, 'missing-key', `key "target" is missing in ${describePath(item.path)}`);
  const target = toTarget(reading, targetField, targetText);
  if (target === undefined)
    return reject(
      reading,
      targetField,
      'invalid-volume',
      `${describePath(targetField.path)} is "${targetText}", which does not start with "/"`,
    );
  const common = toCommon(reading, item, target);
  if (type === 'bind') return toLongBind(reading, item, common);
  if (type === 'image') return toImageMount(reading, item, common);
  return type === 'tmpfs' ? toLongTmpfs(reading, item, common) : toLongVolume(reading, item, common);
}

type Common = MountPlace;

function toCommon(reading: Reading, item: Field, target: string): Common {
  return {
    target,
    readOnly: readFlag(reading, fieldOf(item, 'read_only')) ?? false,
    ...defined({ consistency: readText(fieldOf(item, 'consistency')) || undefined }),
    ...extensionsOf(item),
  };
}

/** Pipes of Windows and volumes of a swarm: their targets are not paths of ours. */
function toForeignMount(reading: Reading, item: Field, kind: 'npipe' | 'cluster'): Mount {
  refuse(reading, item, `${describePath(item.path)} is of type "${kind}", which`);
  const source = readText(fieldOf(item, 'source')) || undefined;
  return { kind, ...toCommon(reading, item, readText(fieldOf(item, 'target')) ?? ''), ...defined({ source }) };
}

function toImageMount(reading: Reading, item: Field, common: Common): Mount | undefined {
  const source = readText(fieldOf(item, 'source')) ?? '';
  refuse(reading, item, `${describePath(item.path)} is of type "image", which`);
  return {
    kind: 'image',
    source,
    ...common,
    ...defined({ subpath: readText(fieldOf(item, 'image', 'subpath')) || undefined }),
  };
}

function toLongBind(reading: Reading, item: Field, common: Common): Mount | undefined {
  const source = readText(fieldOf(item, 'source'));
  if (!source) return reject(reading, item, 'missing-key', `key "source" is missing in ${describePath(item.path)}`);
  const bind = fieldOf(item, 'bind');
  const propagationField = fieldOf(bind, 'propagation');
  const propagation = readText(propagationField);
  if (propagationField && propagation && !PROPAGATIONS.includes(propagation)) {
    reject(
      reading,
      propagationField,
      'wrong-value',
      `${describePath(propagationField.path)} must be one of ${PROPAGATIONS.map((name) => `"${name}"`).join(', ')}, but is "${propagation}"`,
    );
  }
  const createSource = readFlag(reading, fieldOf(bind, 'create_host_path')) ?? true;
  return toBind(reading, item, {
    ...common,
    source,
    createSource,
    propagation,
    recursive: readText(fieldOf(bind, 'recursive')),
    selinux: readText(fieldOf(bind, 'selinux')) || undefined,
  });
}

function toLongVolume(reading: Reading, item: Field, common: Common): Mount {
  const noCopy = readFlag(reading, fieldOf(item, 'volume', 'nocopy')) ?? false;
  const subpath = readText(fieldOf(item, 'volume', 'subpath'));
  const labels = readSomeTextMap(fieldOf(item, 'volume', 'labels'));
  const source = readText(fieldOf(item, 'source'));
  if (!source) return { kind: 'anonymous', ...common, noCopy, ...defined({ labels }) };
  return { kind: 'volume', source, ...common, noCopy, ...defined({ subpath, labels }) };
}

function toLongTmpfs(reading: Reading, item: Field, common: Common): Mount {
  const sizeBytes = readSize(reading, fieldOf(item, 'tmpfs', 'size'));
  return {
    kind: 'tmpfs',
    ...common,
    ...defined({ sizeBytes: sizeBytes || undefined, mode: toMode(reading, fieldOf(item, 'tmpfs', 'mode')) }),
    options: [],
  };
}

/** `PATH[:OPTIONS]`, with `size=`, `mode=`, `ro` and `rw` understood and the rest passed on to the mount. */
function toTmpfs(reading: Reading, item: Field): Mount | undefined {
  const text = readText(item) ?? '';
  const colon = text.indexOf(':');
  const target = normalizeTarget(colon === -1 ? text : text.slice(0, colon));
  const invalid = (problem: string): undefined =>
    reject(reading, item, 'invalid-volume', `${describePath(item.path)} is "${text}": ${problem}`);
  if (target === undefined) return invalid('the path does not start with "/"');
  const options =
    colon === -1
      ? []
      : text
          .slice(colon + 1)
          .split(',')
          .filter((option) => option !== '');
  const sizeText = optionValue(options, 'size');
  const modeText = optionValue(options, 'mode');
  const sizeBytes = sizeText === undefined ? undefined : parseSize(sizeText);
  if (sizeText !== undefined && sizeBytes === undefined) return invalid(`"${sizeText}" is not a size`);
  if (modeText !== undefined && !/^[0-7]{1,5}$/.test(modeText)) return invalid(`"${modeText}" is not an octal mode`);
  const mode = modeText === undefined ? undefined : Number.parseInt(modeText, 8);
  const rest = options.filter((option) => !/^(size=|mode=|ro$|rw$)/.test(option));
  return {
    kind: 'tmpfs',
    target,
    readOnly: options.includes('ro'),
    ...defined({ sizeBytes: sizeBytes || undefined, mode }),
    options: rest,
    text,
  };
}

function optionValue(options: readonly string[], name: string): string | undefined {
  return options.findLast((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}
