import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates an empty folder in the system's temporary folder. The test run removes the folder at its end. @returns its path */
export const tempFolder = (name = 'folder'): string => mkdtempSync(join(tmpdir(), `coppice-${name}-`))
