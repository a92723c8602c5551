import { describe, expect, it } from 'vitest';
import { enrichDocuments } from './flows/enrichment.js';
import { fillBucket } from './flows/buckets.js';
import { ingestAndSearch, ingestionServer, takeUpBatches } from './flows/ingestion.js';
import { modelServer, refuseUploads, uploadFromPath, uploadFromStream } from './flows/models.js';
import { manageKeys } from './flows/organization.js';
import { iterateLists } from './flows/pages.js';
import { promoteAtomically, promoteOnce, promoteWithLess, promoteWorkflow } from './flows/promote.js';
import { learnFromChoices, publishAndSearch } from './flows/publish.js';
import { handleErrors, promoteForText, readOwnWrites, standaloneServer, storeAndQuery } from './flows/standalone.js';
import { ways } from './ways.js';

describe.each(Object.entries(ways))('%s', (_name, way) => {
  it('stores vectors and queries them through a retriever', async () => storeAndQuery(await way(standaloneServer)));

  it('reads its own writes while plain reads lag', async () => readOwnWrites(await way(standaloneServer)));

  it('refuses text queries until the namespace is promoted', async () => promoteForText(await way(standaloneServer)));

  it('tells apart what is missing, unauthorised and forbidden', async () => handleErrors(await way(standaloneServer)));

  it('promotes a loaded namespace and keeps its data', async () => promoteWorkflow(await way()));

  it('promotes only standalone namespaces', async () => promoteOnce(await way()));

  it('changes nothing when a promotion is refused', async () => promoteAtomically(await way()));

  it('promotes with one list or none', async () => promoteWithLess(await way()));

  it('uploads a model from a path, deploys and deletes it', async () => uploadFromPath(await way(modelServer)));

  it('uploads a model from a stream', async () => uploadFromStream(await way(modelServer)));

  it('enriches documents by a taxonomy, and groups them every night', async () => enrichDocuments(await way()));

  it('fills a bucket with files and fields', async () => fillBucket(await way()));
  it('turns objects into documents that a retriever finds', async () => ingestAndSearch(await way(ingestionServer)));

  it('takes batches up by their ids', async () => takeUpBatches(await way(ingestionServer)));

  it('iterates every list, whatever its pages', async () => iterateLists(await way()));

  it('makes, uses, rotates and revokes a key of a user', async () => manageKeys(await way()));
  it('publishes a retriever, for pages that have a public key alone', async () => publishAndSearch(await way()));

  it('learns from what people choose', async () => learnFromChoices(await way()));

  it('refuses uploads by tier, by version and by archive', async () => refuseUploads(await way(modelServer)));
});

it('sends by undici over HTTP, which says nothing of fetch', async () => {
  const { server, connect } = await ways['over HTTP']();
  const { url } = await server.listen();
  const lastHeaders = () => server.requests.list().at(-1)?.headers;
  await connect().namespaces.list();
  expect(lastHeaders()).not.toHaveProperty('sec-fetch-mode');
  await fetch(`${url}/v1/health`);
  expect(lastHeaders()).toHaveProperty('sec-fetch-mode');
});
