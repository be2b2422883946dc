import { renameSync, writeFileSync } from 'node:fs'

/** Replaces a file in one step. A process that reads it meanwhile gets the whole earlier text or the whole new one. */
export function replaceFile(path: string, text: string): void {
  const part = `${path}.${process.pid}`
  writeFileSync(part, text)
  renameSync(part, path)
}
