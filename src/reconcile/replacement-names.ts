// The names of containers while one takes the place of another. `#` cannot occur in a name that a user gives.

export const NEXT = '#next';
export const PREVIOUS = '#previous';
export const CANARY = '#canary';

/** Of the successor, until it has the name itself. */
export function nextName(name: string): string {
  return name + NEXT;
}

export function isNextName(name: string): boolean {
  return name.endsWith(NEXT);
}

/** Of the one more that tries a new version, beside the replica of that name. */
export function canaryName(name: string): string {
  return name + CANARY;
}

export function isCanaryName(name: string): boolean {
  return name.endsWith(CANARY);
}

/** Of the old one, once its successor has the name. */
export function previousName(name: string): string {
  return name + PREVIOUS;
}
