/** Where a value stands: the keys above it. The items of a list have the path of their list. */
export type SopsPath = readonly string[];

/** What stands in a file of SOPS in the place of a value. */
export type SopsScalar =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a truth value or a time that is not encrypted, in the spelling of SOPS's MAC. */
  | { readonly kind: 'other'; readonly macText: string };

export type SopsLeaf = {
  readonly path: SopsPath;
  readonly value: SopsScalar;
  /** Puts a value in its place. */
  readonly set: (value: PlainValue) => void;
};

export type PlainValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Its spelling. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** A file of SOPS, taken apart. */
export type SopsTree = {
  readonly format: 'yaml' | 'json' | 'dotenv';
  /** The metadata as plain values. */
  readonly metadata: unknown;
  /** In the order of the file. Null stays as it is, and is none of them. */
  readonly leaves: readonly SopsLeaf[];
  /** Without the metadata, with what was set. */
  readonly render: () => Uint8Array;
};

/** The text is not in the format that it seems to have. */
export class SopsFormatError extends Error {}
