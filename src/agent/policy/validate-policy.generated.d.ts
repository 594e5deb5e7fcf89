/** One finding of the compiled schema, as ajv reports it with `verbose`. */
export type SchemaError = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: unknown;
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
};

export declare const validate: { (value: unknown): boolean; errors?: readonly SchemaError[] | null };
