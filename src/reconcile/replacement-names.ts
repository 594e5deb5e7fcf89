// The names of containers while one takes the place of another. `#` cannot occur in a name that a user gives.

export const NEXT = '#next';
export const PREVIOUS = '#previous';

/** Of the successor, until it has the name itself. */
export function nextName(name: string): string {
  return name + NEXT;
}

/** Of the old one, once its successor has the name. */
export function previousName(name: string): string {
  return name + PREVIOUS;
}
