import { existsSync } from 'node:fs'
import { createProcTable } from './proc-table.ts'
import type { ProcessTable } from './process-table.ts'
import { createPsTable } from './ps-table.ts'

/** `/proc` where there is one, else `ps`. */
export const openProcessTable = (): ProcessTable =>
  existsSync('/proc/self/environ') ? createProcTable() : createPsTable()
