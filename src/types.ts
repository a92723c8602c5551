/** The API's types under their public names. */
export type * from './generated/schemas.js';
