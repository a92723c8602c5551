/** The JSON Schemas of one row, as the reference server compiles them. */
export interface OperationSchemas {
  /** Status of a success. */
  readonly status: number;
  readonly path?: Readonly<Record<string, object>>;
  readonly query?: Readonly<Record<string, object>>;
  readonly header?: Readonly<Record<string, object>>;
  readonly requiredQuery?: readonly string[];
  readonly body?: object;
  readonly bodyRequired?: true;
  readonly response?: object;
}
