import { existsSync } from 'node:fs'
import { createProcTable } from './proc-table.ts'
import type { ProcessTable } from './process-table.ts'
import { createPsTable } from './ps-table.ts'

/** Returns the table that reads `/proc`, or the table that runs `ps` when there is no `/proc`. */
export const openProcessTable = (): ProcessTable =>
  existsSync('/proc/self/environ') ? createProcTable() : createPsTable()
