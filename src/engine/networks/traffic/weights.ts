// How many of a thousand connections each of those in service gets.

const WHOLE = 1000;

/** First and last of the thousand places of each member, in their order: those with a share have that, the others the rest. */
export function placesOf(shares: readonly (number | null)[]): readonly (readonly [number, number])[] {
  const equals = shares.filter((share) => share === null).length;
  const given = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  let next = 0;
  let left = WHOLE - given;
  let equalsLeft = equals;
  return shares.map((share) => {
    const count = share ?? Math.round(left / equalsLeft);
    if (share === null) {
      left -= count;
      equalsLeft--;
    }
    const first = next;
    next += count;
    return [first, next - 1] as const;
  });
}

/** Shares mean something only while there is somebody to have the rest. */
export function areWeighted(shares: readonly (number | null)[]): boolean {
  return shares.some((share) => share !== null) && shares.includes(null);
}

/** Counts turns, so that those with a share come up as often as that. */
export class ShareTurns {
  readonly #due = new Map<string, number>();

  /** Whose turn it is; undefined leaves it to the others. */
  take<Member>(
    members: readonly Member[],
    of: (member: Member) => { readonly id: string; readonly share: number | null },
  ) {
    let turn: Member | undefined;
    for (const member of members) {
      const { id, share } = of(member);
      if (share === null) continue;
      const due = (this.#due.get(id) ?? 0) + share;
      const isTurn = turn === undefined && due >= WHOLE;
      this.#due.set(id, isTurn ? due - WHOLE : due);
      if (isTurn) turn = member;
    }
    return turn;
  }

  forget(id: string): void {
    this.#due.delete(id);
  }
}
