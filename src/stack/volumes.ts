// Mounts: the short text form `[SOURCE:]TARGET[:OPTIONS]`.
import { join, normalize, resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { Mount } from './model/run.ts';

/** The parts of a short volume text. */
export type VolumeText = { readonly source?: string; readonly target: string; readonly options: readonly string[] };

/** What the options of a short volume text say. */
export type VolumeOptions = {
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation?: string;
  /** SELinux relabelling, shared or private. */
  readonly relabel?: 'z' | 'Z';
  /** What Compose passes over without a word. */
  readonly unknown: readonly string[];
};

export type VolumeSetting = {
  /** Where relative sources start; without it they are refused. */
  readonly directory?: string;
  /** What `~` stands for. */
  readonly home?: string;
};

export const PROPAGATIONS: readonly string[] = ['shared', 'slave', 'private', 'rshared', 'rslave', 'rprivate'];
/** Hints for file sharing with virtual machines: they have no meaning on Linux. */
const SHARING_HINTS: readonly string[] = ['cached', 'delegated', 'consistent'];
const OPTIONS: readonly string[] = ['ro', 'rw', 'z', 'Z', 'nocopy', 'volume-nocopy', ...PROPAGATIONS, ...SHARING_HINTS];

/** A mount from its short form, as in `-v data:/var/lib/data:ro`. Throws `invalid-volume`. */
export function parseVolumeShort(text: string, setting: VolumeSetting = {}): Mount {
  const parts = splitVolume(text);
  if (!parts) throw invalidVolume(text, 'expected "TARGET", "SOURCE:TARGET" or "SOURCE:TARGET:OPTIONS"');
  const options = parseVolumeOptions(parts.options);
  const [unknown] = options.unknown;
  if (unknown !== undefined)
    throw invalidVolume(text, `option "${unknown}" is not known`, suggestVolumeOption(unknown));
  const target = normalizeTarget(parts.target);
  if (target === undefined)
    throw invalidVolume(text, `the path in the container, "${parts.target}", does not start with "/"`);
  const { readOnly, noCopy, propagation } = options;
  if (parts.source === undefined) return { kind: 'anonymous', target, readOnly, noCopy };
  if (!isHostPath(parts.source)) {
    if (!isVolumeName(parts.source)) throw invalidVolume(text, `"${parts.source}" is neither a volume name nor a path`);
    return { kind: 'volume', source: parts.source, target, readOnly, noCopy };
  }
  const source = resolveHostPath(parts.source, setting);
  if (source === undefined || isWindowsPath(source))
    throw invalidVolume(text, `the path "${parts.source}" is not absolute`);
  return {
    kind: 'bind',
    source,
    target,
    readOnly,
    createSource: true,
    ...(propagation === undefined ? {} : { propagation }),
  };
}

/** Cuts at colons. Undefined if a part is empty or there are too many. */
export function splitVolume(text: string): VolumeText | undefined {
  const parts = cutAtColons(text);
  if (parts.length > 3 || parts.some((part) => part === '')) return undefined;
  const [first = '', second, third] = parts;
  if (second === undefined) return { target: first, options: [] };
  return { source: first, target: second, options: third?.split(',').filter((option) => option !== '') ?? [] };
}

/** Not inside of `${…}`, for a text whose variables are not filled in, nor after the letter of a drive. */
function cutAtColons(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (text.startsWith('${', at) || (depth > 0 && character === '{')) depth++;
    if (character === '}' && depth > 0) depth--;
    if (text.startsWith('${', at)) at++;
    if (character !== ':' || depth > 0 || isDrive(text.slice(start, at), parts.length)) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

/** One letter is a drive of Windows, as for Compose on every system: Docker has no volume whose name is that short. */
function isDrive(part: string, index: number): boolean {
  return index <= 1 && /^[a-zA-Z]$/.test(part);
}

export function parseVolumeOptions(options: readonly string[]): VolumeOptions {
  const propagation = options.findLast((option) => PROPAGATIONS.includes(option));
  const relabel = options.findLast((option) => option === 'z' || option === 'Z');
  return {
    readOnly: options.findLast((option) => option === 'ro' || option === 'rw') === 'ro',
    noCopy: options.some((option) => option === 'nocopy' || option === 'volume-nocopy'),
    ...(propagation === undefined ? {} : { propagation }),
    ...(relabel === 'z' || relabel === 'Z' ? { relabel } : {}),
    unknown: options.filter((option) => !OPTIONS.includes(option)),
  };
}

/** A hint for an option that is not known. */
export function suggestVolumeOption(option: string): string | undefined {
  const near = suggest(option, OPTIONS);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Paths start with `.`, `/` or `~`, those of Windows with a drive; everything else is the name of a volume. */
export function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || isWindowsPath(source);
}

/** `C:\folder`, `\\host\share`: there are none on the machines that dockr runs on. */
export function isWindowsPath(path: string): boolean {
  return /^([a-zA-Z]:[\\/]|\\\\)/.test(path);
}

export function isVolumeName(source: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(source);
}

/** Absolute and without `..`, `~` being the home folder; undefined if there is nothing to start from. */
export function resolveHostPath(source: string, setting: VolumeSetting): string | undefined {
  if (source === '~' || source.startsWith('~/'))
    return setting.home === undefined ? undefined : join(setting.home, source.slice(1));
  if (source.startsWith('/')) return CLEAN_PATH.test(source) ? source : resolve(source);
  if (isWindowsPath(source)) return source;
  if (setting.directory === undefined) return undefined;
  return CLEAN_RELATIVE.test(source) && CLEAN_PATH.test(setting.directory)
    ? setting.directory + source.slice(1)
    : resolve(setting.directory, source);
}

/** Names without a dot in front: neither `.` nor `..`, nothing doubled, no slash at the end. */
const CLEAN_PATH = /^(?:\/[^/.][^/]*)+$/;
const CLEAN_RELATIVE = /^\.(?:\/[^/.][^/]*)+$/;

/** The path in the container without `//`, `..` or a slash at the end; undefined if it is not absolute. */
export function normalizeTarget(target: string): string | undefined {
  if (!target.startsWith('/')) return undefined;
  if (CLEAN_PATH.test(target)) return target;
  const clean = normalize(target);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

function invalidVolume(text: string, problem: string, hint?: string): StackError {
  return new StackError('invalid-volume', { message: `invalid volume "${text}": ${problem}`, hint });
}
