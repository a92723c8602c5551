/** Files that came to the server, and addresses that take some. */
export interface FileTables {
  presignedUploads: PresignedUploadRecord;
  storedFiles: StoredFileRecord;
}

/** An address that takes one file by PUT, without a key. Stays after it expired, to tell the reason. */
export interface PresignedUploadRecord {
  id: string;
  /** What the file is for: `model`, `object`, ... */
  purpose: string;
  /** What the file has to be; null: anything. */
  size_bytes: number | null;
  sha256: string | null;
  content_type: string | null;
  expires_at: string;
  /** What came last; null until something did. */
  received: ReceivedUpload | null;
  /** Its stored name. */
  archive: string | null;
}

export interface ReceivedUpload {
  size: number;
  sha256: string;
  content_type: string | null;
  /** Why it is not what the purpose needs; null when it is. */
  problem: string | null;
}

/** A kept file. It goes when nothing refers to it any more. */
export interface StoredFileRecord {
  id: string;
  namespace_id: string;
  /** Null for files that belong to no bucket: exports. */
  bucket_id: string | null;
  filename: string;
  content_type: string;
  size: number;
  sha256: string;
  /** Where it was copied from; null for uploads. */
  source_url: string | null;
  /** Its stored name. */
  archive: string;
  created_at: string;
}
