// Which of several platforms runs on a wanted one, and which is best (containerd's `Only` and `OnlyStrict`).
import { normalisePlatform, type Platform } from './platform.ts';

/** How well `candidate` runs on `wanted`: 0 is exact, more is worse, undefined is not at all. */
export function platformRank(wanted: Platform, candidate: Platform): number | undefined {
  const other = normalisePlatform(candidate);
  const rank = compatiblePlatforms(normalisePlatform(wanted)).findIndex((platform) => isSame(platform, other));
  return rank < 0 ? undefined : rank;
}

/** Whether the candidate is exactly what is wanted, defaults of variants apart. */
export function isSamePlatform(wanted: Platform, candidate: Platform): boolean {
  return isSame(normalisePlatform(wanted), normalisePlatform(candidate));
}

/** The first of the best candidates, or undefined. */
export function choosePlatform<T>(
  wanted: Platform,
  candidates: readonly T[],
  platformOf: (candidate: T) => Platform,
): T | undefined {
  let best: { readonly candidate: T; readonly rank: number } | undefined;
  for (const candidate of candidates) {
    const rank = platformRank(wanted, platformOf(candidate));
    if (rank !== undefined && (best === undefined || rank < best.rank)) best = { candidate, rank };
  }
  return best?.candidate;
}

/** What runs on a platform, best first. Both sides are normalised: an empty variant is amd64 v1 and arm64 v8. */
function compatiblePlatforms(platform: Platform): readonly Platform[] {
  const variants = (architecture: string, names: readonly string[]) =>
    names.map((variant) => ({ ...platform, architecture, variant }));
  switch (platform.architecture) {
    case 'amd64':
      return [platform, ...variants('amd64', lowerAmd64(platform.variant)), ...variants('386', [''])];
    case 'arm':
      return [platform, ...variants('arm', lowerArm(platform.variant))];
    case 'arm64':
      return [
        platform,
        ...variants('arm64', lowerArm64(platform.variant)),
        ...variants('arm', ['v8', ...lowerArm('v8')]),
      ];
    default:
      return [platform];
  }
}

function lowerAmd64(variant: string): string[] {
  return numbersBelow(versionOf(variant)[0], 1).map((number) => (number === 1 ? '' : `v${number}`));
}

function lowerArm(variant: string): string[] {
  return numbersBelow(versionOf(variant)[0], 5).map((number) => `v${number}`);
}

/** Armv9.x contains Armv8.(x+5), and v8 ends at v8.9. */
function lowerArm64(variant: string): string[] {
  const [major, minor] = variant === '' ? [8, 0] : versionOf(variant);
  const name = (version: number) => (number: number) =>
    number === 0 ? (version === 8 ? '' : `v${version}`) : `v${version}.${number}`;
  if (major === 8) return numbersBelow(minor, 0).map(name(8));
  if (major !== 9) return [];
  return [...numbersBelow(minor, 0).map(name(9)), ...numbersBelow(Math.min(minor + 5, 9) + 1, 0).map(name(8))];
}

function versionOf(variant: string): [number, number] {
  const match = /^v([0-9]{1,3})(?:\.([0-9]{1,3}))?$/.exec(variant);
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : [0, 0];
}

function numbersBelow(number: number, lowest: number): number[] {
  return Array.from({ length: Math.max(0, number - lowest) }, (_, index) => number - 1 - index);
}

function isSame(wanted: Platform, candidate: Platform): boolean {
  return (
    wanted.os === candidate.os &&
    wanted.architecture === candidate.architecture &&
    wanted.variant === candidate.variant &&
    isVersionCompatible(wanted.osVersion, candidate.osVersion) &&
    (wanted.osFeatures.length === 0 || candidate.osFeatures.every((feature) => wanted.osFeatures.includes(feature)))
  );
}

/** Windows runs images of its own build only; a version that is not said matches any. */
function isVersionCompatible(wanted: string, candidate: string): boolean {
  if (wanted === '' || candidate === '') return true;
  const build = (version: string) => version.split('.').slice(0, 3).join('.');
  return build(wanted) === build(candidate);
}
