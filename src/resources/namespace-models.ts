import type { ApiPromise, RequestOptions } from '../call.js';
import type { NamespacesModelsMethods, NamespacesModelsUploadParams } from '../generated/methods.js';
import type { ModelUploadResponse } from '../generated/schemas.js';
import type { Extension } from './extension.js';

export interface NamespaceModelsResource extends NamespacesModelsMethods {
  /**
   * Uploads the weights of a custom model, a `.tar.gz`. Enterprise tier.
   *
   * `file` is a path (Node), bytes, a Blob or File, a stream, or `{ open, filename, size }`. It is read as it is sent, in constant memory, and
   * opened again for a retry unless it is a stream that can be read only once. An archive that is missing, empty or not
   * gzip is refused before a byte is sent. `onProgress` reports the bytes as they leave. No time limit unless you set one.
   *
   * `POST /v1/namespaces/{namespace_id}/models`
   * @throws {ValidationError} before anything is sent
   * @throws {ApiError} 403 below the enterprise tier, 409 when name and version exist
   * @example
   * await mp.namespaces.models.upload(
   *   { file: './model.tar.gz', name: 'ranker', version: '1.0.0', model_format: 'onnx' },
   *   { onProgress: ({ loaded, total }) => console.error(loaded, total) },
   * );
   */
  upload(params: NamespacesModelsUploadParams, options?: RequestOptions): ApiPromise<ModelUploadResponse>;
}

export const namespaceModelsExtension: Extension = {
  checks: () => ({
    async upload(call) {
      const { checkModelUpload } = await import('./check-upload.js');
      return { ...call, body: await checkModelUpload((call.body ?? {}) as Record<string, unknown>) };
    },
  }),
};
