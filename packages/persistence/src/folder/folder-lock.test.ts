import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from './folder-lock.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coppice-lock-'))
  file = join(folder, 'lock.sqlite')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the lock of a folder', () => {
  it('is held by one caller until it is released', async () => {
    const lock = await takeLock(file)
    expect(await takeLock(file)).toBeNull()
    lock?.release()
    expect(await takeLock(file)).not.toBeNull()
  })

  it('is taken although another process blocks it for a moment without taking it', async () => {
    const contender = new DatabaseSync(file)
    contender.exec('BEGIN; SELECT * FROM sqlite_master')
    const taking = takeLock(file)
    contender.close()
    expect(await taking).not.toBeNull()
  })

  it('reports any other error of its file', async () => {
    await expect(takeLock(join(folder, 'absent', 'lock.sqlite'))).rejects.toThrow('unable to open')
  })
})
