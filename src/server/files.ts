/** Kept bytes, and addresses that give them away. */
export interface Files {
  /** The bytes behind a stored name. */
  open(archive: string): AsyncIterable<Uint8Array>;
  /** Keeps bytes. Commit a record that has the stored name as its `archive`, or they go at the next start. */
  keep(source: AsyncIterable<Uint8Array>, name: string): Promise<KeptFile>;
  /** An address that gives a stored file to whoever has it, until it expires. */
  address(origin: string, fileId: string, expiresInSeconds?: number): string;
  /** Whether an address was made here and has not expired. */
  admits(fileId: string, query: URLSearchParams): boolean;
}

export interface KeptFile {
  readonly archive: string;
  readonly size: number;
  readonly sha256: string;
}
