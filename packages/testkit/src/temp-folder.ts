import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder below the system's temporary one, which a test run removes as a whole. */
export const tempFolder = (name = 'folder'): string => mkdtempSync(join(tmpdir(), `coppice-${name}-`))
