/** What a person is told about an operation: the second table beside the rows, so that the client carries no help texts. */
export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  /** What to call instead, when the operation is deprecated. */
  readonly deprecated?: string;
  readonly fields: readonly FieldDescription[];
  /** Arguments of a working call: path arguments, then the parameters. */
  readonly example?: OperationExample;
  /** HTTP statuses of its answers, refusals included. */
  readonly statuses: readonly number[];
}

export interface OperationExample {
  readonly args?: readonly string[];
  readonly params?: unknown;
}

export interface FieldDescription {
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  type: FieldType;
  description: string;
  required?: true;
  choices?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

export type FieldType =
  'string' | 'integer' | 'number' | 'boolean' | 'string[]' | 'integer[]' | 'number[]' | 'json' | 'file';

/** What a type and its fields mean. */
export interface TypeDescription {
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A resource's help texts by verb. */
export type ResourceDescriptions = Readonly<Record<string, OperationDescription>>;
