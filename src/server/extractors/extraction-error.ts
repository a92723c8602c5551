/** Kinds of failure, as batches report them. `network` and `resource` may pass by themselves. */
export type ErrorCategory = 'dependency' | 'authentication' | 'validation' | 'runtime' | 'network' | 'resource';

/** One source could not be processed; the others go on. */
export class ExtractionError extends Error {
  override readonly name = 'ExtractionError';
  readonly category: ErrorCategory;

  constructor(category: ErrorCategory, message: string, options?: ErrorOptions) {
    super(message, options);
    this.category = category;
  }
}

/** Whether another try may help without a change. */
export const isTransient = (category: ErrorCategory): boolean => category === 'network' || category === 'resource';
