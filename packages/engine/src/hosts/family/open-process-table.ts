import { existsSync } from 'node:fs'
import { createProcTable } from './proc-table.ts'
import type { ProcessTable } from './process-table.ts'
import { createPsTable } from './ps-table.ts'

/** Reads `/proc` if it exists, otherwise `ps`. */
export const openProcessTable = (): ProcessTable =>
  existsSync('/proc/self/environ') ? createProcTable() : createPsTable()
