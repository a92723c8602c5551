import type { Command } from 'commander';
import type { Context } from './context.js';

/** Says what a command does once its flags are read. `words` are the positional ones. */
export type Act = (command: Command, handler: (context: Context, words: readonly unknown[]) => Promise<void>) => void;
