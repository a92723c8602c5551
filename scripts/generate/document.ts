import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { bundle, createConfig } from '@redocly/openapi-core';
import { parse } from 'yaml';
import { checkReferences } from './references.js';
import type { OpenApiDocument } from './openapi.js';

/** Reads an OpenAPI document from a file or URL, with references to other files brought in. */
export async function loadDocument(source: string): Promise<OpenApiDocument> {
  if (/^https?:/.test(source)) return parseDocument(await download(source), source);
  const text = await readFile(source, 'utf8');
  if (!/\$ref["']?\s*:\s*["']?[^#"'\s]/.test(text)) return parseDocument(text, source);
  const { bundle: bundled, problems } = await bundle({ ref: source, config: await createConfig({}) });
  const error = problems.find((problem) => problem.severity === 'error');
  if (error) throw new Error(`${source}: ${error.message}`);
  return bundled.parsed as OpenApiDocument;
}

function parseDocument(text: string, source: string): OpenApiDocument {
  const document = (
    source.endsWith('.json') || text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text)
  ) as OpenApiDocument;
  // Nothing checked the text yet, whatever the type says.
  const version: unknown = document.openapi;
  if (typeof version !== 'string' || !version.startsWith('3.')) {
    throw new Error(`${source} is not an OpenAPI 3 document (openapi: ${JSON.stringify(version)}).`);
  }
  checkReferences(document, source);
  return document;
}

async function download(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.text();
}

/** `openapi/mixpeek.yaml` next to the scripts, whatever the working directory is. */
export const DEFAULT_SOURCE = new URL('../../openapi/mixpeek.yaml', import.meta.url).pathname;
export const OVERLAY_SOURCE = new URL('../../openapi/overlay.yaml', import.meta.url).pathname;
export const OUTPUT_FOLDER = pathToFileURL(new URL('../../src/generated/', import.meta.url).pathname).pathname;
/** Differences from the published documents that are meant. */
export const DIFFERENCES_SOURCE = new URL('../../openapi/differences.yaml', import.meta.url).pathname;
