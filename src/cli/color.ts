import type { Environment } from './config-file.js';

export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
}

export type ColorChoice = 'auto' | 'always' | 'never';

/** A flag decides; else `NO_COLOR` turns colour off; else it goes to terminals only. */
export function wantsColor(choice: ColorChoice | undefined, env: Environment, isTty: boolean): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || env['NO_COLOR'] || env['TERM'] === 'dumb') return false;
  return isTty;
}

export async function createColors(isEnabled: boolean): Promise<Colors> {
  if (!isEnabled) return plain;
  const { default: picocolors } = await import('picocolors');
  return picocolors.createColors(true);
}

const same = (text: string): string => text;
const plain: Colors = { bold: same, dim: same, red: same, green: same };
