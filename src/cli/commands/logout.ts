import { configPath, readConfig, writeConfig } from '../config-file.js';
import type { CommandModule } from './module.js';

export const define: CommandModule['define'] = (command, act) => {
  command
    .description('Forget the API key of a profile. Its other settings stay.')
    .addHelpText('after', '\nExample:\n  mixpeek logout --profile work\n');
  act(command, async (context) => {
    const path = configPath(context.env);
    const config = readConfig(path);
    const { profile } = context.settings;
    const kept = config.profiles[profile];
    if (kept?.api_key === undefined) {
      context.note(`Profile ${profile} has no key.`);
      return;
    }
    const { api_key: _forgotten, ...rest } = kept;
    await writeConfig(path, { ...config, profiles: { ...config.profiles, [profile]: rest } });
    context.note(`The key of profile ${profile} is forgotten.`);
  });
};
