import { existsSync, statfsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'

const FULL =
  'The disk is full. The first start needs about 2 GB for packages and their cache. Free some space, then start again.'

/**
 * Patterns of the output of npm, pnpm and Node for failures of the machine, each with a line that says what to do. The first match counts.
 */
const CAUSES = [
  { signs: /ENOSPC|no space left on device/i, line: FULL },
  {
    signs: /EACCES|EPERM|EROFS|read-only file system|permission denied/i,
    line: 'This user may not write to the clone. Start from a clone that you own, or give this user the right to write to it.',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR|fetch failed|error sending request|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)/i,
    line: 'The npm registry could not be reached. Check the network, the proxy, and `npm config get registry`; then start again. Finished steps are kept.',
  },
]

/** With less free space than this, the disk counts as full, because npm does not always report that it could not write. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024

/**
 * @returns a line that says what to do, or null when neither the output nor the disk shows a known cause
 * @param {string} output
 * @param {number} [freeBytes]
 */
export const explainFailure = (output, freeBytes = leastFreeBytes()) =>
  CAUSES.find((cause) => cause.signs.test(output))?.line ?? (freeBytes < FULL_BELOW_BYTES ? FULL : null)

/** Returns the free space, in bytes, of the fullest disk to which an installation writes. */
function leastFreeBytes() {
  const free = [process.cwd(), homedir(), tmpdir()].filter(existsSync).map((folder) => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  })
  return Math.min(...free)
}
