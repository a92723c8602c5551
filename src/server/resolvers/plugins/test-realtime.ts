import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isJsonObject } from '../../json-object.js';
import { findPlugin, pluginOutputs } from '../../plugins/plugin-record.js';
import { inferenceNameOf } from '../../plugins/view.js';

/** Answers as the plugin would, in the form that its manifest announces: an embedding of the inputs for each vector. */
export async function testRealtime({
  namespace,
  state,
  path,
  body,
  services,
}: RequestContext): Promise<ResolverResult> {
  const { record, use } = findPlugin(path['plugin_id'] ?? '', namespace.id, state);
  const name = inferenceNameOf(record);
  const inputs = isJsonObject(body['inputs']) ? body['inputs'] : {};
  const outputs = pluginOutputs(record);
  const refuse = (error: string, message: string): ResolverResult => ({
    body: {
      status: 'error',
      inference_name: name,
      raw_response: null,
      response_type: null,
      response_keys: null,
      error,
      message,
    },
  });
  if (!record.realtime)
    return refuse('The plugin has no realtime.py.', 'Add one that answers single requests, and upload a new version.');
  if (use.state !== 'deployed')
    return refuse(`The plugin is not deployed; it is ${use.state}.`, 'Deploy it, and wait for its status.');
  if (outputs.length === 0)
    return refuse(
      'Its manifest announces no vectors.',
      'This server runs no plugin code; it can stand in for vectors only.',
    );

  const text = JSON.stringify(inputs);
  const answer: JsonObject = {};
  for (const { output, dimension } of outputs) {
    const [vector] = await services.embedders.forService(name).embed([text], dimension);
    answer[output] = Array.from(vector ?? []);
  }
  return {
    body: {
      status: 'success',
      inference_name: name,
      raw_response: answer,
      response_type: 'object',
      response_keys: Object.keys(answer),
      error: null,
      message: null,
    },
  };
}
