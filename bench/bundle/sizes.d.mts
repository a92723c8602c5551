export interface Size {
  readonly minified: number;
  readonly gzipped: number;
}

export function sizesOf(contents: string, resolveDir: string): Promise<{ readonly first: Size; readonly all: Size }>;
