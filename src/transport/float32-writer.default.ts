/** Pages seldom write so much that WebAssembly is worth its bytes, and their security policy may forbid it. */
export { appendFloat32s as appendManyFloat32s } from './float32-digits.js';
