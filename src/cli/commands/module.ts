import type { Command } from 'commander';
import type { Act } from '../act.js';

/** A hand-written command. Its file is loaded when it is called or its help is shown. */
export interface CommandEntry {
  /** Words after `mixpeek`. */
  readonly path: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  /** Adds arguments, flags, help, and what the command does. */
  define(command: Command, act: Act): void;
}
