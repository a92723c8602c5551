export type { MultipartOptions } from './multipart-fields.js';
export { multipartBody } from '#multipart';
