import { appendFloat32s } from '../float32-digits.js';
import { createWasmDigits } from './wasm-digits.js';

/** `appendFloat32s` as fast as the platform has it. This module is loaded for large bodies only, and then once. */
export const appendFast: typeof appendFloat32s = createWasmDigits() ?? appendFloat32s;
