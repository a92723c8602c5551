const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  csv: 'text/csv',
  flac: 'audio/flac',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  m4a: 'audio/mp4',
  m4v: 'video/mp4',
  md: 'text/markdown',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
};

/** The media type that a file name's ending stands for. */
export function contentTypeOf(filename: string): string {
  const ending = /\.([a-z\d]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  return TYPES[ending] ?? 'application/octet-stream';
}

/** Which kind of schema field a media type fits; undefined for none. */
export function fieldTypeOf(contentType: string): string | undefined {
  const [kind = ''] = contentType.split('/');
  if (kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'text') return kind;
  if (contentType === 'application/pdf') return 'pdf';
  return contentType.includes('excel') || contentType.includes('spreadsheet') ? 'excel' : undefined;
}
