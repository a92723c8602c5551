import type { Operation } from '../operation.js';
import { serializeQuery } from './query.js';
import { compilePath } from './url.js';
import type { FillPath } from './url.js';

export interface AddressInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** The URL of a row's request. Each row's path is taken apart once. */
export type ToAddress = (row: Operation, input: AddressInput) => string;

export function createAddresses(baseUrl: string): ToAddress {
  const compiled = new WeakMap<Operation, FillPath>();

  function fillOf(row: Operation): FillPath {
    let fill = compiled.get(row);
    if (fill === undefined) {
      fill = compilePath(row.path);
      compiled.set(row, fill);
    }
    return fill;
  }

  return (row, { path, query }) => {
    const address = baseUrl + fillOf(row)(path);
    const search = serializeQuery(query, row.query);
    return search === '' ? address : `${address}?${search}`;
  };
}
