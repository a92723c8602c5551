import type { Command } from 'commander';
import { usageError } from '../cli-error.js';
import { profileKeys, writeConfig } from '../config-file.js';
import type { ConfigFile, Profile, ProfileKey } from '../config-file.js';
import type { Context } from '../context.js';
import { addFlags, createHiddenOptions, outputFormats } from '../global-flags.js';
import { printAnswer } from '../output/print.js';
import { requireProfile } from '../settings.js';
import type { CommandModule } from './module.js';

export const define: CommandModule['define'] = (command, act) => {
  command
    .description(
      'Show and change settings. A flag wins over the environment, the environment over the profile, the profile over the default.',
    )
    .usage('<command> [flags]')
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  mixpeek config set namespace my-vectors\n  mixpeek config list --origin\n');
  const add = (name: string, description: string): Command => {
    const child = command.command(name).description(description);
    addFlags(child, createHiddenOptions());
    return child;
  };
  act(add('list', 'Show every setting').option('--origin', 'with where each comes from'), list);
  act(add('get', 'Show one setting').argument('<key>', profileKeys.join(', ')), (context, [key]) =>
    get(context, toKey(key)),
  );
  act(
    add('set', 'Change one setting of the profile').argument('<key>', profileKeys.join(', ')).argument('<value>'),
    (context, [key, value]) => set(context, toKey(key), String(value)),
  );
  act(add('unset', 'Remove one setting of the profile').argument('<key>', profileKeys.join(', ')), (context, [key]) =>
    unset(context, toKey(key)),
  );
  act(add('path', 'Show where the settings are kept'), async ({ io, settings }) =>
    io.write(`${JSON.stringify(settings.path)}\n`),
  );
  act(add('profiles', 'List the profiles'), profiles);
  act(add('use', 'Make a profile the one used when none is named').argument('<profile>'), (context, [name]) =>
    use(context, String(name)),
  );
};

async function list(context: Context): Promise<void> {
  requireProfile(context.settings, context.flags);
  const withOrigin = context.flags['origin'] === true;
  const rows = profileKeys.map((key) => {
    const { value, origin } = context.settings.values[key];
    return { key, value: show(key, value), ...(withOrigin ? { origin } : {}) };
  });
  await printAnswer(context, rows);
}

async function get(context: Context, key: ProfileKey): Promise<void> {
  requireProfile(context.settings, context.flags);
  await printAnswer(context, show(key, context.settings.values[key].value));
}

async function set(context: Context, key: ProfileKey, value: string): Promise<void> {
  if (key === 'api_key')
    throw usageError(
      'A key on the command line would be visible to every process of this computer.',
      'Run: mixpeek login',
    );
  if (key === 'output' && !(outputFormats as readonly string[]).includes(value))
    throw usageError(`output is "${value}"; it must be one of: ${outputFormats.join(', ')}.`);
  await changeProfile(context, (profile) => ({ ...profile, [key]: value }));
}

async function unset(context: Context, key: ProfileKey): Promise<void> {
  await changeProfile(context, ({ [key]: _removed, ...rest }) => rest);
}

async function changeProfile({ settings }: Context, change: (profile: Profile) => Profile): Promise<void> {
  const { file, profile, path } = settings;
  await writeConfig(path, { ...file, profiles: { ...file.profiles, [profile]: change(file.profiles[profile] ?? {}) } });
}

async function profiles(context: Context): Promise<void> {
  const { file, profile: current } = context.settings;
  const rows = Object.entries(file.profiles).map(([name, profile]) => ({
    name,
    current: name === current,
    base_url: profile.base_url ?? null,
    namespace: profile.namespace ?? null,
    api_key: show('api_key', profile.api_key),
  }));
  await printAnswer(context, rows);
}

async function use({ settings }: Context, name: string): Promise<void> {
  const config: ConfigFile = settings.file;
  if (config.profiles[name] === undefined) {
    throw usageError(
      `There is no profile "${name}".`,
      `Known profiles: ${Object.keys(config.profiles).join(', ') || 'none'}.`,
    );
  }
  await writeConfig(settings.path, { ...config, current: name });
}

/** A key is never shown, only that there is one. */
function show(key: ProfileKey, value: string | undefined): string | null {
  if (value === undefined) return null;
  return key === 'api_key' ? '(set)' : value;
}

function toKey(given: unknown): ProfileKey {
  const key = profileKeys.find((known) => known === given);
  if (key === undefined)
    throw usageError(`There is no setting "${String(given)}".`, `Settings: ${profileKeys.join(', ')}.`);
  return key;
}
