/** Whether a plain value is allowed by the schema. */
export declare const validate: (value: unknown) => boolean;
