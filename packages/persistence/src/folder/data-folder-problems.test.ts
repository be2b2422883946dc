import { describe, expect, it } from 'vitest'
import { folderUnusable, LEAST_FREE_BYTES, notEnoughSpace } from './data-folder-problems.ts'

const failure = (code: string) => Object.assign(new Error(`${code}: what node says`), { code })

describe('what is wrong with a data folder', () => {
  it.each([
    ['ENOSPC', /The disk of the data folder \/d is full: make room/],
    ['EDQUOT', /is full: make room/],
    ['EACCES', /cannot be written by you: change its owner or rights/],
    ['EROFS', /read-only: set COPPICE_HOME/],
    ['ENAMETOOLONG', /cannot be used \(ENAMETOOLONG: what node says\): set COPPICE_HOME/],
  ])('%s is one line that says what to do', (code, line) => {
    const { message } = folderUnusable('/d', failure(code))
    expect(message).toMatch(line)
    expect(message).not.toContain('\n')
  })

  it('is said before a start when the disk is nearly full, with figures', () => {
    expect(notEnoughSpace('/d', LEAST_FREE_BYTES)).toBeNull()
    expect(notEnoughSpace('/d', LEAST_FREE_BYTES - 1)?.message).toBe(
      'The disk of the data folder /d is full (127 MiB free, 128 needed): make room, or set COPPICE_HOME to a folder on another disk.',
    )
  })
})
