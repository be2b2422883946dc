/** What npm, pnpm and Node say when the cause is the machine and not the project. The first that fits is told. */
const CAUSES = [
  {
    signs: /ENOSPC|no space left on device/i,
    line: 'The disk is full. A first start needs about 2 GB (packages and their cache); free some and start again.',
  },
  {
    signs: /EACCES|EPERM|EROFS|read-only file system|permission denied/i,
    line: 'No permission to write. Start from a clone that you own, or give this user the right to write to it.',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR|fetch failed|error sending request|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)/i,
    line: 'The npm registry could not be reached. Check the network, the proxy, and `npm config get registry`; then start again: what is done is kept.',
  },
]

/**
 * The line that says what to do, or null where the output names no cause that we know.
 * @param {string} output
 */
export const explainFailure = (output) => CAUSES.find((cause) => cause.signs.test(output))?.line ?? null
