import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A file with the fingerprint for which a step was last done. It is removed before the step and written after the step, so that an
 * interrupted step is done again.
 * @param {string} path
 */
export const stamp = (path) => ({
  read() {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  },
  clear: () => rmSync(path, { force: true }),
  /** @param {string} value */
  write(value) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, value)
  },
})
