// What is mounted, as the kernel tells it.
import { readFileSync } from 'node:fs';

/** One line of mountinfo, as far as tests look at it. */
export type Mount = { readonly point: string; readonly type: string };

/** The mounts in the order in which they were made, from a file such as /proc/self/mountinfo. */
export function mountsIn(file: string): readonly Mount[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      return { point: unescapeOctal(before.split(' ')[4] ?? ''), type: after.split(' ')[0] ?? '' };
    });
}

/** Mount points at or beneath a directory, the newest first: the order in which they can be unmounted. */
export function mountsBeneath(directory: string): readonly string[] {
  return mountsIn('/proc/self/mountinfo')
    .map(({ point }) => point)
    .filter((point) => point === directory || point.startsWith(`${directory}/`))
    .toReversed();
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
