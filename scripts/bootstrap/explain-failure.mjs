import { existsSync, statfsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'

const FULL =
  'The disk is full. The first start needs about 2 GB for packages and their cache. Free some space and start again.'

/** What npm, pnpm and Node print when the machine is the cause and not the project. The first match is reported. */
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

/** npm does not always say that it could not write. With less free space than this, the disk is the cause. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024

/**
 * A line that says what to do. @returns null when neither the output nor the disk shows a known cause.
 * @param {string} output
 * @param {number} [freeBytes]
 */
export const explainFailure = (output, freeBytes = leastFreeBytes()) =>
  CAUSES.find((cause) => cause.signs.test(output))?.line ?? (freeBytes < FULL_BELOW_BYTES ? FULL : null)

/** The least free space of the disks that an installation writes to. */
function leastFreeBytes() {
  const free = [process.cwd(), homedir(), tmpdir()].filter(existsSync).map((folder) => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  })
  return Math.min(...free)
}
