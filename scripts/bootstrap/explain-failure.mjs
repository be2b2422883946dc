import { existsSync, statfsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'

const FULL =
  'The disk is full. The first start needs about 2 GB for packages and their cache. Free some space and start again.'

/** What npm, pnpm and Node say when the cause is the machine and not the project. The first that fits is told. */
const CAUSES = [
  { signs: /ENOSPC|no space left on device/i, line: FULL },
  {
    signs: /EACCES|EPERM|EROFS|read-only file system|permission denied/i,
    line: 'No permission to write. Start from a clone that you own, or give this user the right to write to it.',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR|fetch failed|error sending request|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)/i,
    line: 'The npm registry could not be reached. Check the network, the proxy, and `npm config get registry`; then start again. Finished steps are kept.',
  },
]

/** npm does not always say that it could not write: below this the disk is the cause. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024

/**
 * The line that says what to do, or null where neither the output nor the disk names a cause that we know.
 * @param {string} output
 * @param {number} [freeBytes]
 */
export const explainFailure = (output, freeBytes = leastFreeBytes()) =>
  CAUSES.find((cause) => cause.signs.test(output))?.line ?? (freeBytes < FULL_BELOW_BYTES ? FULL : null)

/** Of the disks that an installation writes to. */
function leastFreeBytes() {
  const free = [process.cwd(), homedir(), tmpdir()].filter(existsSync).map((folder) => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  })
  return Math.min(...free)
}
