// What the generated validators report.

/** One violation of the schema. */
export interface SchemaError {
  /** JSON pointer of the value, or of the object that lacks a member. */
  readonly instancePath: string;
  /** Place in the schema, e.g. `config.schema.json#/$defs/Root/required`. */
  readonly schemaPath: string;
  /** The rule's keyword: `type`, `required`, `enum`, ... */
  readonly keyword: string;
  /** The member's name, when the error is of a name and not of a value. */
  readonly propertyName?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A validator: false when there are errors, which then are in `errors` until the next call. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
