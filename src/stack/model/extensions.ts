/** What stands under keys that start with `x-`: kept as it is, with the key. */
export type Extensions = Readonly<Record<string, unknown>>;
