/** Where presigned URLs point to on this server. They need no key, so they are no operations. */
export const UPLOADS_PREFIX = '/__mixpeek/uploads/';

/** Where stored files are given away. The address itself is the permission. */
export const FILES_PREFIX = '/__mixpeek/files/';
