import { expect, test } from 'vitest'
import { explainFailure } from './explain-failure.mjs'

test.each([
  ['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /disk is full/],
  ["Error: EACCES: permission denied, mkdir '/srv/coppice/.toolchain'", /may not write/],
  ['Error: EROFS: read-only file system, open', /may not write/],
  [
    'npm error code ENOTFOUND\nnpm error network request to https://example.org/pnpm failed',
    /registry could not be reached/,
  ],
  ['npm error code ECONNREFUSED', /registry could not be reached/],
  [
    'ERR_PNPM_META_FETCH_FAIL  GET https://example.org/next: error sending request for url',
    /registry could not be reached/,
  ],
])('the output %j is explained in one line that says what to do', (output, line) => {
  expect(explainFailure(output)).toMatch(line)
  expect(explainFailure(output)).not.toContain('\n')
})

test('a command that failed on a full disk without saying so is explained by the disk', () => {
  const silent = 'npm error A complete log of this run can be found in: …'
  expect(explainFailure(silent, 4096)).toMatch(/disk is full/)
  expect(explainFailure(silent, 10 ** 10)).toBeNull()
})

test('a failure that the machine did not cause is not explained', () => {
  expect(explainFailure("Type error: Property 'x' does not exist")).toBeNull()
})
