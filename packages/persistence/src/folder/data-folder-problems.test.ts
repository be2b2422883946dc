import { describe, expect, it } from 'vitest'
import { folderUnusable, LEAST_FREE_BYTES, notEnoughSpace } from './data-folder-problems.ts'

const failure = (code: string) => Object.assign(new Error(`${code}: what node says`), { code })

describe('an error about a data folder', () => {
  it.each([
    ['ENOSPC', /The disk of the data folder \/d is full\. Free some space/],
    ['EDQUOT', /is full\. Free some space/],
    ['EACCES', /you may not write to it\. Change its owner or its rights/],
    ['EROFS', /read-only\. Set COPPICE_HOME/],
    ['ENAMETOOLONG', /cannot be used: ENAMETOOLONG: what node says\. Set COPPICE_HOME/],
  ])('with the code %s is one line that says what to do', (code, line) => {
    const { message } = folderUnusable('/d', failure(code))
    expect(message).toMatch(line)
    expect(message).not.toContain('\n')
  })

  it('about a nearly full disk says how much space is free and needed', () => {
    expect(notEnoughSpace('/d', LEAST_FREE_BYTES)).toBeNull()
    expect(notEnoughSpace('/d', LEAST_FREE_BYTES - 1)?.message).toBe(
      'The disk of the data folder /d is full (127 MiB free, 128 MiB needed). Free some space, or set COPPICE_HOME to a folder on another disk.',
    )
  })
})
