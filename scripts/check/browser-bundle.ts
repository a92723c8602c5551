import { sizesOf } from '../../bench/bundle/sizes.mjs';
import type { Size } from '../../bench/bundle/sizes.mjs';

/** What a web app pays for the client, in bytes: before it runs, and with all that it may load later. */
export interface BrowserSizes {
  readonly client: { readonly first: Size; readonly all: Size };
  /** A client of one resource. */
  readonly oneResource: { readonly first: Size; readonly all: Size };
}

export async function browserSizes(root: string): Promise<BrowserSizes> {
  return {
    client: await sizesOf("import { Mixpeek } from './dist/default/index.js'; new Mixpeek()", root),
    oneResource: await sizesOf(
      "import { createClient } from './dist/default/index.js'; import { tasks } from './dist/default/resources/definitions.js'; createClient({ tasks })",
      root,
    ),
  };
}
