// Options of a tmpfs: Docker's defaults, changed by the user's, and nothing that is not an option of tmpfs.
import { ContainerError } from '../../../core/errors.ts';

export type TmpfsRequest = {
  readonly target: string;
  readonly readOnly: boolean;
  readonly sizeBytes: number | null;
  readonly mode: number | null;
  /** `noexec`, `size=10m`, `uid=1000`. */
  readonly options: readonly string[];
};

// The first of each group is Docker's default; the groups' words exclude each other.
const FLAG_GROUPS: readonly (readonly string[])[] = [
  ['nosuid', 'suid'],
  ['nodev', 'dev'],
  ['noexec', 'exec'],
];
const ACCESS: readonly string[] = ['rw', 'ro'];
const PLAIN_FLAGS: readonly string[] = [
  'sync',
  'async',
  'dirsync',
  'atime',
  'noatime',
  'diratime',
  'nodiratime',
  'relatime',
  'norelatime',
  'strictatime',
  'nostrictatime',
  'defaults',
];
const SETTINGS: Readonly<Record<string, RegExp>> = {
  size: /^[0-9]+[kKmMgG%]?$/,
  mode: /^0?[0-7]{1,4}$/,
  uid: /^[0-9]{1,10}$/,
  gid: /^[0-9]{1,10}$/,
  nr_inodes: /^[0-9]+[kKmMgG]?$/,
  nr_blocks: /^[0-9]+[kKmMgG]?$/,
  mpol: /^[a-z0-9,:=-]+$/,
};

/** `nosuid,nodev,noexec,rw` and what the request says; later words win. */
export function tmpfsOptions(request: TmpfsRequest): readonly string[] {
  const words = request.options.flatMap((option) => option.split(',')).filter((word) => word !== '');
  for (const word of words) checkOption(word, request.target);
  const settings = new Map<string, string>();
  if (request.sizeBytes !== null && request.sizeBytes > 0) settings.set('size', String(request.sizeBytes));
  settings.set('mode', (request.mode ?? 0o1777).toString(8));
  for (const [key = '', value = ''] of words.filter((word) => word.includes('=')).map((word) => splitAtFirst(word))) {
    settings.set(key, value);
  }
  return [
    ...FLAG_GROUPS.map((group) => words.findLast((word) => group.includes(word)) ?? group[0] ?? ''),
    request.readOnly ? 'ro' : (words.findLast((word) => ACCESS.includes(word)) ?? 'rw'),
    ...words.filter((word) => PLAIN_FLAGS.includes(word) && word !== 'defaults'),
    ...[...settings].map(([key, value]) => `${key}=${value}`),
  ];
}

function checkOption(word: string, target: string): void {
  const [key = '', value] = splitAtFirst(word);
  const isFlag = value === undefined && [...FLAG_GROUPS.flat(), ...ACCESS, ...PLAIN_FLAGS].includes(word);
  if (isFlag || (value !== undefined && SETTINGS[key]?.test(value))) return;
  throw new ContainerError('invalid-tmpfs-option', {
    message: `cannot mount a tmpfs on "${target}" with option "${word}": known are ${[...FLAG_GROUPS.flat(), ...ACCESS, ...PLAIN_FLAGS].join(', ')} and ${Object.keys(SETTINGS).join('=, ')}=`,
  });
}

function splitAtFirst(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}
