/** Variables of a process, read once at the edge. */
export type Environment = Readonly<Record<string, string | undefined>>;
