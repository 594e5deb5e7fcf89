// What a command declares. Help, completion, the reference page and the parser are all made from it.
type OptionBase = {
  /** One letter, without its dash. */
  readonly short?: string;
  readonly summary: string;
};

export type OptionSpec = OptionBase &
  (
    | { readonly kind: 'flag' /** Without the option; `--name=false` turns it off. */; readonly byDefault?: boolean }
    /** `value` names what is expected, as help shows it. */
    | { readonly kind: 'text'; readonly value: string }
    /** May be given several times. */
    | { readonly kind: 'texts'; readonly value: string }
    | { readonly kind: 'choice'; readonly values: readonly string[] }
  );

/** By long name, without dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<S extends OptionSpec> = S extends { readonly kind: 'flag' }
  ? boolean
  : S extends { readonly kind: 'texts' }
    ? readonly string[]
    : S extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
      ? V | undefined
      : string | undefined;

export type OptionValues<O extends OptionSpecs> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

export type ArgumentSpec = {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  readonly variadic?: boolean;
  /** What the shell completes here. */
  readonly completes?: 'service' | 'command';
};

export type Example = { readonly line: string; readonly says: string };

export type Input<O extends OptionSpecs> = { readonly options: OptionValues<O>; readonly operands: readonly string[] };

/** A command without what it does. */
export interface Declaration<O extends OptionSpecs = OptionSpecs> {
  /** One word, or two: `volume ls`. */
  readonly name: string;
  readonly summary: string;
  /** More than one line of explanation. */
  readonly details?: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: O;
  readonly examples: readonly Example[];
  /** Everything behind the first argument belongs to the program that is run. */
  readonly passesThrough?: boolean;
}

/** Where declarations come from: each is read when it is needed. */
export type DeclarationTable = {
  readonly names: readonly string[];
  /** Other words for a command: `volumes` is `volume ls`. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly load: (name: string) => Promise<Declaration>;
};
