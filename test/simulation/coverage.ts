/** How often things came up: what no history reaches is proven by none. */
export class Coverage {
  readonly counts = new Map<string, number>();

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  missing(wanted: readonly string[], atLeast = 1): string[] {
    return wanted
      .filter((what) => (this.counts.get(what) ?? 0) < atLeast)
      .map((what) => `${what}: ${this.counts.get(what) ?? 0} times`);
  }
}
