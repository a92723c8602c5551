/** The API's types under their public names: its schemas, and the parameters of every method as `NamespacesListParams`. */
export type * from './generated/methods.js';
export type * from './generated/schemas.js';
