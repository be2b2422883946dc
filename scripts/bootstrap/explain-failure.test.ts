import { expect, test } from 'vitest'
import { explainFailure } from './explain-failure.mjs'

test.each([
  ['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /disk is full/],
  ["Error: EACCES: permission denied, mkdir '/srv/coppice/.toolchain'", /permission to write/],
  ['Error: EROFS: read-only file system, open', /permission to write/],
  [
    'npm error code ENOTFOUND\nnpm error network request to https://example.org/pnpm failed',
    /registry could not be reached/,
  ],
  ['npm error code ECONNREFUSED', /registry could not be reached/],
  [
    'ERR_PNPM_META_FETCH_FAIL  GET https://example.org/next: error sending request for url',
    /registry could not be reached/,
  ],
])('%j is told in one line that says what to do', (output, line) => {
  expect(explainFailure(output)).toMatch(line)
  expect(explainFailure(output)).not.toContain('\n')
})

test('a command that failed on a full disk without saying so is explained by the disk', () => {
  const silent = 'npm error A complete log of this run can be found in: …'
  expect(explainFailure(silent, 4096)).toMatch(/disk is full/)
  expect(explainFailure(silent, 10 ** 10)).toBeNull()
})

test('what is no fault of the machine is not explained away', () => {
  expect(explainFailure("Type error: Property 'x' does not exist")).toBeNull()
})
