import { usageError } from './cli-error.js';

/** Collects the values of a flag that can be repeated. */
export function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** Reads a whole number of at least `minimum`. */
export function wholeNumber(minimum: number, maximum = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
      const range = maximum === Infinity ? 'up' : `to ${maximum}`;
      throw usageError(`"${text}" is not a whole number from ${minimum} ${range}.`);
    }
    return value;
  };
}
