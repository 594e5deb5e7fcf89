/** What stands under keys that start with `x-`: kept as it is, with the key. */
export type Extensions = Readonly<Record<string, unknown>>;

/** Keys under which the file spells out a default, or what `deploy` says too: for printing, nothing else. */
export type Written = readonly string[];
