import { usageError } from '../cli-error.js';
import { configPath, readConfig, writeConfig } from '../config-file.js';
import { readText } from '../io.js';
import type { Context } from '../context.js';
import type { CommandModule } from './module.js';

export const define: CommandModule['define'] = (command, act) => {
  command
    .description(
      'Keep an API key in a profile. The key is typed at a prompt or read from stdin, never from the command line. The file can be read by you alone.',
    )
    .addHelpText('after', '\nExample:\n  mixpeek login\n  pass show mixpeek | mixpeek login --profile work\n');
  act(command, async (context) => {
    const path = configPath(context.env);
    const profile = context.flags.profile ?? context.settings.profile;
    const config = readConfig(path);
    const key = await readKey(context, path);
    const { baseUrl, namespace } = context.flags;
    config.profiles[profile] = {
      ...config.profiles[profile],
      api_key: key,
      ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
      ...(namespace === undefined ? {} : { namespace }),
    };
    await writeConfig(path, { current: profile, ...config });
    context.note(`The key is kept in ${path}, as plain text that only you can read (profile ${profile}).`);
  });
};

async function readKey({ io, flags }: Context, path: string): Promise<string> {
  if (io.stdinIsTty && flags.input === false)
    throw usageError('login needs to ask for the key.', 'Pipe it in: mixpeek login < key.txt');
  const text = io.stdinIsTty
    ? await io.prompt(`API key (kept as plain text in ${path}): `, { hidden: true })
    : await readText(io.stdin);
  const key = text.trim();
  if (key === '') throw usageError('No key was given.', 'Type it at the prompt, or pipe it in.');
  if (/\s/.test(key)) throw usageError('What was given is no key: it has spaces or several lines.');
  return key;
}
