import type { JsonValue } from '../../internal/json.js';
import { Problem } from '../problem.js';
import { cellOf, columnsOf, type ExportRow } from './rows.js';

type Column =
  | { readonly type: 'STRING'; readonly data: (string | null)[] }
  | { readonly type: 'DOUBLE'; readonly data: (number | null)[] }
  | { readonly type: 'BOOLEAN'; readonly data: (boolean | null)[] };

/**
 * A Parquet file with one column per field. A column whose values are all numbers, booleans or strings has that type;
 * any other one has JSON texts.
 */
export async function writeParquet(rows: readonly ExportRow[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadWriter();
  const columnData = columnsOf(rows).map((name) => ({
    name,
    nullable: true,
    ...toColumn(rows.map((row) => cellOf(row, name))),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

async function loadWriter() {
  try {
    return await import('hyparquet-writer');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({
      status: 503,
      code: 'parquet_writer_unavailable',
      message: `Parquet is written by the package hyparquet-writer, which could not be loaded (${reason}). Install it: npm install hyparquet-writer. Or export json or csv.`,
    });
  }
}

function toColumn(values: readonly JsonValue[]): Column {
  if (isEvery(values, isNumber)) return { type: 'DOUBLE', data: values };
  if (isEvery(values, isBoolean)) return { type: 'BOOLEAN', data: values };
  if (isEvery(values, isString)) return { type: 'STRING', data: values };
  return { type: 'STRING', data: values.map((value) => (value === null ? null : JSON.stringify(value))) };
}

const isNumber = (value: JsonValue): value is number => typeof value === 'number';
const isBoolean = (value: JsonValue): value is boolean => typeof value === 'boolean';
const isString = (value: JsonValue): value is string => typeof value === 'string';

/** Nulls fit every type; nothing but nulls is text. */
function isEvery<Kind extends JsonValue>(
  values: readonly JsonValue[],
  is: (value: JsonValue) => value is Kind,
): values is (Kind | null)[] {
  return values.every((value) => value === null || is(value)) && (is('') || values.some((value) => value !== null));
}
