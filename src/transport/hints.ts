import type { ErrorBody } from './error-body.js';

export interface HintContext {
  readonly status: number;
  readonly body: ErrorBody;
  readonly namespace: string | undefined;
  readonly retryAfter: number | undefined;
  readonly origin: string;
}

const BY_CODE: Readonly<Record<string, string>> = {
  inference_not_configured:
    'Promote the namespace (namespaces.promote) to map the index to an inference service, or search with input_mode "vector" and an embedding of your own.',
  vector_dimension_mismatch: 'Embed with the model that the index was created for, or write to another vector name.',
  invalid_write_token: 'Use a token from an upsert into this namespace on this server, or pass writeToken: null.',
  namespace_required: 'Pass namespace to the client or the call, or set MIXPEEK_NAMESPACE.',
  missing_public_key:
    'Pass publicKey to the client, or set MIXPEEK_PUBLIC_KEY: public.retrievers.config tells the key.',
  invalid_public_key: 'Take publicKey from public.retrievers.config, or a key of retrievers.apiKeys.',
  password_required: "Pass the password as params['X-Retriever-Password'].",
  wrong_password: 'Check the password with public.retrievers.verify.',
  custom_models_not_enabled: 'Custom models need an enterprise plan.',
};

/** What a person can do about a refusal; `undefined` when the message says it all. */
export function hintFor(context: HintContext): string | undefined {
  const { status, body, namespace, retryAfter, origin } = context;
  const known = body.code === undefined ? undefined : BY_CODE[body.code];
  if (known !== undefined) return known;
  switch (status) {
    case 401:
      return `The key was not accepted by ${origin}. Set the apiKey option or MIXPEEK_API_KEY, or run \`mixpeek login\`.`;
    case 403:
      return body.type === 'QuotaExceededError'
        ? 'A quota of the plan is used up; retrying does not help. See details for which.'
        : 'The key is valid, but not allowed to do this.';
    case 404:
      return namespace === undefined
        ? undefined
        : `The request was made in namespace ${JSON.stringify(namespace)}. Check that it exists and holds what you asked for.`;
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return 'The service had a problem. Try again later, and quote the request id when reporting it.';
    case 429:
      return retryAfter === undefined
        ? 'Too many requests. Wait, then send fewer at a time.'
        : `Too many requests. Wait ${Math.ceil(retryAfter)} s, then send fewer at a time.`;
    default:
      return undefined;
  }
}
