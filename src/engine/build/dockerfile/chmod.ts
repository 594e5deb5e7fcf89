// The modes of `--chmod`: an octal number, or changes in the way of chmod(1).

const OCTAL = /^[0-7]{1,6}$/;
const CHANGE = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/;

/** Whether a text is a mode that `--chmod` takes. */
export function isChmod(text: string): boolean {
  if (OCTAL.test(text)) return Number.parseInt(text, 8) <= 0o7777;
  return text.length < 1000 && text.split(',').every((change) => CHANGE.test(change));
}

/** The mode a file gets: `text` is octal, or changes applied to its present mode. Undefined if it is neither. */
export function applyChmod(
  text: string,
  present: { readonly mode: number; readonly isDirectory: boolean },
): number | undefined {
  if (!isChmod(text)) return undefined;
  if (OCTAL.test(text)) return Number.parseInt(text, 8);
  let mode = present.mode & 0o7777;
  for (const change of text.split(',')) mode = applyChange(change, mode, present.isDirectory);
  return mode;
}

function applyChange(change: string, before: number, isDirectory: boolean): number {
  const who = /^[ugoa]*/.exec(change)?.[0] || 'a';
  let mode = before;
  for (const [, operator, what = ''] of change.matchAll(/([-+=])([rwxXstugo]*)/g)) {
    const bits = bitsFor(who, what, { mode, isDirectory });
    if (operator === '+') mode |= bits;
    else if (operator === '-') mode &= ~bits;
    else mode = (mode & ~maskFor(who)) | bits;
  }
  return mode;
}

type Present = { readonly mode: number; readonly isDirectory: boolean };
const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function bitsFor(who: string, what: string, present: Present): number {
  let bits = 0;
  for (const target of targetsOf(who)) {
    const shift = SHIFTS[target] ?? 0;
    bits |= permissionsFor(what, present) << shift;
    if (what.includes('s') && target === 'u') bits |= 0o4000;
    if (what.includes('s') && target === 'g') bits |= 0o2000;
  }
  return what.includes('t') && (who.includes('a') || who.includes('o')) ? bits | 0o1000 : bits;
}

/** Three bits: as letters say, or copied from the user, the group or the others. */
function permissionsFor(what: string, { mode, isDirectory }: Present): number {
  const copied = what.length === 1 ? SHIFTS[what] : undefined;
  if (copied !== undefined) return (mode >> copied) & 0o7;
  const executable = what.includes('x') || (what.includes('X') && (isDirectory || (mode & 0o111) !== 0));
  return (what.includes('r') ? 4 : 0) | (what.includes('w') ? 2 : 0) | (executable ? 1 : 0);
}

function maskFor(who: string): number {
  let mask = 0;
  for (const target of targetsOf(who)) {
    mask |= 0o7 << (SHIFTS[target] ?? 0);
    if (target === 'u') mask |= 0o4000;
    if (target === 'g') mask |= 0o2000;
    if (target === 'o') mask |= 0o1000;
  }
  return mask;
}

function targetsOf(who: string): readonly string[] {
  return who.includes('a') ? ['u', 'g', 'o'] : [...who];
}
