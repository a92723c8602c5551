/** Where a request went, in the form that a URL has: dot segments resolved, odd characters encoded. */
export interface Target {
  /** Scheme and host: `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly pathname: string;
  /** With its question mark; empty when there is no query. */
  readonly search: string;
}

/** What a URL parser leaves as it is. It would resolve `.` and `..`, and encode or drop the characters left out here. */
const PLAIN = /^(?:\/(?!\.|%2e)[\w.~!$&()*+,;=:@%-]*)+(?:\?[\w.~!$&()*+,;=:@%/?-]*)?$/i;

/** A scheme and a host, perhaps with a port. Whether they are one is asked of the URL parser. */
const PLAIN_ADDRESS = /^https?:\/\/[\w.-]+(?::\d+)?$/;

/** Reads an address and a path with its query. `undefined`: only a URL parser can tell, at many times the cost. */
export type ReadPlainTarget = (address: string, path: string) => Target | undefined;

export function createPlainTargetReader(): ReadPlainTarget {
  // Callers of one server nearly always name the same host.
  let known: { address: string; origin: string } | undefined;
  return (address, path) => {
    if (address !== known?.address) {
      if (!PLAIN_ADDRESS.test(address) || !URL.canParse(address)) return undefined;
      known = { address, origin: new URL(address).origin };
    }
    if (!PLAIN.test(path)) return undefined;
    const { origin } = known;
    const start = path.indexOf('?');
    if (start === -1) return { origin, pathname: path, search: '' };
    const search = path.slice(start);
    return { origin, pathname: path.slice(0, start), search: search === '?' ? '' : search };
  };
}

export const toTarget = ({ origin, pathname, search }: URL): Target => ({ origin, pathname, search });
