import type { OperationDescription } from '../../src/description.js';
import { descriptions } from '../../src/generated/descriptions.js';

/** Every description by its row's id. */
export async function loadDescriptions(): Promise<Record<string, OperationDescription>> {
  const byResource = await Promise.all(
    Object.entries(descriptions).map(async ([path, load]) =>
      Object.entries(await load()).map(([verb, description]) => [`${path}.${verb}`, description] as const),
    ),
  );
  return Object.fromEntries(byResource.flat());
}
