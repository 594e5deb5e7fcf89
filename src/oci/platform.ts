// Platforms: parse, normalise, format (containerd's `platforms`, whose words Docker uses).
import { ImageError } from '../core/errors.ts';

export type Platform = {
  readonly os: string;
  readonly architecture: string;
  /** `v7`, `v8.2`; empty is the architecture's default. */
  readonly variant: string;
  readonly osVersion: string;
  readonly osFeatures: readonly string[];
};

const WORD = /^[A-Za-z0-9_.-]+$/;
const OS = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/;
const KNOWN_OS =
  'aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  );
const KNOWN_ARCHITECTURES =
  '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  );

/** Makes a platform; what is left out is the default. */
export function makePlatform(
  os: string,
  architecture: string,
  rest: Partial<Omit<Platform, 'os' | 'architecture'>> = {},
): Platform {
  return { os, architecture, variant: '', osVersion: '', osFeatures: [], ...rest };
}

/** `linux/arm64/v8`, `arm64` or `linux`; what is not said is taken from `host`. Throws an ImageError `bad-platform`. */
export function parsePlatform(text: string, host: Platform = hostPlatform()): Platform {
  const parts = text.split('/');
  const [first = '', second, third] = parts;
  const os = OS.exec(first);
  if (parts.length > 3 || !os || !parts.slice(1).every((part) => WORD.test(part))) throw badPlatform(text);
  const detail = {
    osVersion: decode(os[2] ?? '', text),
    osFeatures: (os[3] ?? '')
      .split('+')
      .slice(1)
      .map((feature) => decode(feature, text)),
  };
  const osName = normaliseOs(os[1] ?? '');
  if (second === undefined) return parseSingle(text, first, { osName, host, detail });
  const named = { ...normaliseArchitecture(second, third ?? ''), ...detail, os: osName };
  if (third === undefined) return withoutDefaultVariant(named);
  return named.architecture === 'arm64' && named.variant === '' ? { ...named, variant: 'v8' } : named;
}

/** The platform in the one spelling that comparisons use: `aarch64/v8` is `arm64`, `armhf` is `arm/v7`. */
export function normalisePlatform(platform: Platform): Platform {
  return {
    ...platform,
    os: normaliseOs(platform.os),
    ...normaliseArchitecture(platform.architecture, platform.variant),
  };
}

/** `os/architecture[/variant]`. */
export function formatPlatform(platform: Platform): string {
  return [platform.os || 'unknown', platform.architecture, platform.variant].filter((part) => part !== '').join('/');
}

/** As `formatPlatform`, with the version and the features of the system: `windows(10.0.17763+win32k)/amd64`. */
export function formatFullPlatform(platform: Platform): string {
  const features = [...platform.osFeatures].sort().map((feature) => `+${encode(feature)}`);
  const detail = encode(platform.osVersion) + features.join('');
  return formatPlatform({ ...platform, os: detail === '' ? platform.os : `${platform.os}(${detail})` });
}

/** The platform of this machine. */
export function hostPlatform(): Platform {
  const architectures: Readonly<Record<string, string>> = {
    x64: 'amd64',
    ia32: '386',
    mipsel: 'mipsle',
    ppc64: 'ppc64le',
  };
  return makePlatform('linux', architectures[process.arch] ?? process.arch);
}

function parseSingle(
  text: string,
  word: string,
  context: {
    readonly osName: string;
    readonly host: Platform;
    readonly detail: Pick<Platform, 'osVersion' | 'osFeatures'>;
  },
): Platform {
  if (KNOWN_OS.includes(context.osName)) {
    const { architecture, variant } = normaliseArchitecture(context.host.architecture, context.host.variant);
    return withoutDefaultVariant({ os: context.osName, architecture, variant, ...context.detail });
  }
  const named = normaliseArchitecture(word, '');
  if (!KNOWN_ARCHITECTURES.includes(named.architecture)) throw badPlatform(text);
  return withoutDefaultVariant(makePlatform(context.host.os, named.architecture, { variant: named.variant }));
}

function withoutDefaultVariant(platform: Platform): Platform {
  return platform.architecture === 'arm' && platform.variant === 'v7' ? { ...platform, variant: '' } : platform;
}

function normaliseOs(os: string): string {
  const lower = os.toLowerCase();
  return lower === 'macos' ? 'darwin' : lower;
}

function normaliseArchitecture(architecture: string, variant: string): Pick<Platform, 'architecture' | 'variant'> {
  const name = architecture.toLowerCase();
  const lower = variant.toLowerCase();
  switch (name) {
    case 'i386':
      return { architecture: '386', variant: '' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', variant: lower === 'v1' ? '' : lower };
    case 'aarch64':
    case 'arm64':
      return { architecture: 'arm64', variant: normaliseArm64Variant(lower) };
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      return { architecture: 'arm', variant: lower === '' ? 'v7' : withLetter(lower) };
    default:
      return { architecture: name, variant: lower };
  }
}

function normaliseArm64Variant(variant: string): string {
  const written = withLetter(variant);
  if (written === 'v8' || written === 'v8.0') return '';
  return written === 'v9.0' ? 'v9' : written;
}

function withLetter(variant: string): string {
  return /^[0-9]/.test(variant) ? `v${variant}` : variant;
}

function encode(text: string): string {
  return text.replaceAll(
    /[^A-Za-z0-9_.-]/gu,
    (sign) => `%${Buffer.from(sign).toString('hex').toUpperCase().match(/../g)?.join('%') ?? ''}`,
  );
}

function decode(text: string, whole: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badPlatform(whole);
  }
}

function badPlatform(text: string): ImageError {
  return new ImageError('bad-platform', {
    message: `invalid platform "${text.slice(0, 200)}": expected os[/architecture[/variant]], for example linux/amd64 or linux/arm64/v8`,
  });
}
