import type { PrivateRow } from '@palaver/protocol'
import type { StorageWrite } from '../../storage/adapter.ts'

/** Up to which userRevision, of which history, the stored rows are complete; newer ones may be among them. */
export interface StoredUpTo {
  readonly lineage: string | undefined
  readonly upTo: number
}

type StoredRow = Pick<StoredUpTo, 'lineage'> & { readonly row: PrivateRow }

const pointKey = ' '

/** What stores these rows; those that were taken away go. */
export const writesOf = (point: StoredUpTo, rows: readonly (readonly [key: string, row: PrivateRow | undefined])[]): StorageWrite[] => [
  ...rows.map(([key, row]): StorageWrite => ({ table: 'private', key, ...(row?.value === undefined ? {} : { value: { lineage: point.lineage, row } satisfies StoredRow }) })),
  { table: 'private', key: pointKey, value: point },
]

/** The rows of this history. */
export const readStored = (stored: readonly (readonly [key: string, value: unknown])[], lineage: string | undefined): { upTo: number; rows: PrivateRow[] } => {
  const point = stored.find(([key]) => key === pointKey)?.[1] as StoredUpTo | undefined
  if (point === undefined || point.lineage !== lineage) return { upTo: 0, rows: [] }
  const rows = stored.flatMap(([key, value]) => (key === pointKey ? [] : [value as StoredRow]))
  return { upTo: point.upTo, rows: rows.filter((one) => one.lineage === lineage).map(({ row }) => row) }
}
