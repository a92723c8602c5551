import type { CommandModule } from './module.js';

export const define: CommandModule['define'] = (command, act) => {
  command
    .description('Run the main path on real text, without an account: create, upsert, search, promote, upload.')
    .argument('[question]', 'what to search for')
    .addHelpText('after', '\nExample:\n  mixpeek demo "how do I abort a request"\n');
  act(command, async ({ io, env, cwd }, [question]) => {
    const { runDemo } = await import('../demo/run.js');
    await runDemo({ question: question as string | undefined, io, env, cwd });
  });
};
