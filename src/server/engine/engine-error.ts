export type EngineErrorCode =
  | 'vector_dimension_mismatch'
  | 'vector_not_finite'
  | 'vector_empty'
  | 'unknown_vector_index'
  | 'vector_index_exists'
  | 'invalid_vector_config'
  | 'invalid_payload_index'
  | 'invalid_search'
  | 'invalid_filter'
  | 'invalid_regex'
  | 'unknown_operator'
  | 'filter_too_deep';

export type EngineErrorDetails = Readonly<Record<string, unknown>>;

/** A refusal by the search engine. Nothing was changed when it is thrown. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly details: EngineErrorDetails;

  constructor(code: EngineErrorCode, message: string, details: EngineErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
