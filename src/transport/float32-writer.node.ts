import { createWasmDigits } from './digits/wasm-digits.js';
import { appendFloat32s } from './float32-digits.js';

/** `appendFloat32s` for large bodies, for which this module is loaded. */
export const appendManyFloat32s: typeof appendFloat32s = createWasmDigits() ?? appendFloat32s;
