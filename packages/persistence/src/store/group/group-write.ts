import type { StoreTransaction } from '@coppice/engine'

/** A row that a write proposes, as JSON, and the row of the database that it changes. */
export interface ProposedRow {
  /** Names the changed row, such as `Session` and its id. One statement can change a row only once. It is null for a new row. */
  changes: string | null
  row: object
}

/** A call of a write, as data. */
export interface ProposedCall {
  /** There are none when no row can match the arguments, for example when an id is not a UUID. */
  rows: readonly ProposedRow[]
  /** What the call returns if the statement succeeds. */
  result: unknown
}

/** A kind of write that the statement of a group can contain besides the events. `group-writes.ts` lists them. */
export interface GroupWrite {
  /** The name of the part of the statement that makes this write. */
  name: string
  /** The method of a transaction that makes this write. */
  method: keyof StoreTransaction
  /** Says what a call writes, if every compare-and-swap is won. */
  propose(...parameters: never[]): ProposedCall
  /** Returns the SQL that writes the rows. It returns one row for each row that it has written. */
  sql(parameter: string): string
  /** More parts of the statement, which use the rows that `sql` returns: `NAME AS (…), NAME AS (…)`. */
  sums?: string
  /** Whether the statement must fail when `sql` writes fewer rows than proposed. */
  mustWriteAll: boolean
}

/** Makes the compiler check that `propose` fits the method. */
export const groupWrite = <Method extends keyof StoreTransaction>(
  write: Omit<GroupWrite, 'method' | 'propose'> & {
    method: Method
    propose(...parameters: Parameters<StoreTransaction[Method]>): ProposedCall & {
      result: Awaited<ReturnType<StoreTransaction[Method]>>
    }
  },
): GroupWrite => write as unknown as GroupWrite

/**
 * The condition `w."few" = 'few'` is always true. It makes PostgreSQL's planner expect one row and not a hundred, so that it finds rows by
 * an index. Otherwise it would plan a scan while the table is small and keep this plan, because PGlite never analyzes tables.
 */
export const FEW = 'few'
