import { usageError } from './cli-error.js';
import { configPath, profileKeys, readConfig } from './config-file.js';
import type { ConfigFile, Environment, ProfileKey } from './config-file.js';
import { outputFormats } from './global-flags.js';
import type { GlobalFlags, OutputFormat } from './global-flags.js';

/** A setting and where it came from. */
export interface Setting {
  readonly value: string | undefined;
  /** `flag --namespace`, `environment MIXPEEK_NAMESPACE`, `profile work`, `default`. */
  readonly origin: string;
}

export interface Settings {
  readonly profile: string;
  readonly path: string;
  readonly file: ConfigFile;
  readonly values: Readonly<Record<ProfileKey, Setting>>;
  /** Whether commands run against the embedded server. */
  readonly isLocal: boolean;
}

const VARIABLES: Readonly<Record<ProfileKey, string>> = {
  api_key: 'MIXPEEK_API_KEY',
  base_url: 'MIXPEEK_BASE_URL',
  namespace: 'MIXPEEK_NAMESPACE',
  output: 'MIXPEEK_OUTPUT',
};

const DEFAULTS: Readonly<Partial<Record<ProfileKey, string>>> = { base_url: 'https://api.mixpeek.com', output: 'auto' };

/** Flag, then environment, then profile, then default. */
export function readSettings(flags: GlobalFlags, env: Environment): Settings {
  const path = configPath(env);
  const file = readConfig(path);
  const named = flags.profile ?? (env['MIXPEEK_PROFILE'] || undefined);
  const profile = named ?? file.current ?? 'default';
  const given: Partial<Record<ProfileKey, { flag: string; value: string | undefined }>> = {
    base_url: { flag: flags.local ? '--local' : '--base-url', value: flags.local ? 'local' : flags.baseUrl },
    namespace: { flag: '--namespace', value: flags.namespace },
    output: { flag: '--output', value: flags.output },
  };
  const entries = profileKeys.map((key): [ProfileKey, Setting] => {
    const flag = given[key];
    if (flag?.value !== undefined) return [key, { value: flag.value, origin: `flag ${flag.flag}` }];
    const variable = VARIABLES[key];
    if (env[variable]) return [key, { value: env[variable], origin: `environment ${variable}` }];
    const kept = file.profiles[profile]?.[key];
    if (kept !== undefined) return [key, { value: kept, origin: `profile ${profile}` }];
    return [key, { value: DEFAULTS[key], origin: 'default' }];
  });
  const values = Object.fromEntries(entries) as Record<ProfileKey, Setting>;
  return { profile, path, file, values, isLocal: values.base_url.value === 'local' };
}

export function outputOf({ values: { output } }: Settings): OutputFormat {
  const format = outputFormats.find((known) => known === output.value);
  if (format === undefined)
    throw usageError(
      `The output format "${output.value}" (${output.origin}) must be one of: ${outputFormats.join(', ')}.`,
    );
  return format;
}

/** Refuses a profile that was asked for and does not exist. Only what makes profiles does without. */
export function requireProfile({ profile, file }: Settings, flags: GlobalFlags): void {
  if (flags.profile === undefined || file.profiles[profile] !== undefined) return;
  const known = Object.keys(file.profiles);
  throw usageError(
    `There is no profile "${profile}".`,
    known.length === 0 ? `Make it with: mixpeek login --profile ${profile}` : `Known profiles: ${known.join(', ')}.`,
  );
}
