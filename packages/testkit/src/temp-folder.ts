import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder in the system's temporary folder. The test run removes it. */
export const tempFolder = (name = 'folder'): string => mkdtempSync(join(tmpdir(), `coppice-${name}-`))
