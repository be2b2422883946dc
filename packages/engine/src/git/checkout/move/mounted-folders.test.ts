import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { expect, test } from 'vitest'
import type { FailPoint } from '../../../ports/fail-points.ts'
import { createGit } from '../../create-git.ts'
import { canMount, mountAt } from '../../fixtures/mounts.ts'
import {
  type ScratchRepository,
  scratchFolder,
  scratchRepository,
  writeFiles,
} from '../../fixtures/scratch-repository.ts'

const where = testWhere(test, canMount(), 'only root can mount a file system')
const MAIN = 'refs/heads/main'

/** Commits files on another branch than that of the checkout. @returns the commits before and after */
function ahead(scratch: ScratchRepository, files: Readonly<Record<string, string>>) {
  const from = scratch.git(['rev-parse', 'HEAD'])
  scratch.git(['switch', '-qc', 'ahead'])
  const to = scratch.commit(files)
  scratch.git(['switch', '-q', 'main'])
  return { from, to }
}

where(
  'D2: a delivery that fails after it has placed files in a mount takes them back, and the next one succeeds',
  async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n', 'mounted/kept.txt': 'k\n' })
    const { from, to } = ahead(scratch, { 'mounted/new.txt': 'n\n', 'b.txt': 'b\n' })
    const disk = scratchFolder()
    writeFiles(disk, { 'kept.txt': 'k\n' })
    mountAt(join(scratch.path, 'mounted'), disk)
    scratch.git(['update-index', '-q', '--refresh'])
    let isFull = true
    const reach = (point: FailPoint) => {
      if (point === 'checkout.swapped' && isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    }
    const repository = await createGit({ env: scratch.env, reach }).open(scratch.path)
    await expect(repository.fastForwardCheckout(scratch.path, MAIN, from, to)).rejects.toThrow('no space left')
    expect(readdirSync(disk)).toEqual(['kept.txt'])
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    expect(readdirSync(join(scratch.path, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([])
    isFull = false
    expect(await repository.fastForwardCheckout(scratch.path, MAIN, from, to)).toEqual({ ok: true })
    expect(readFileSync(join(disk, 'new.txt'), 'utf8')).toBe('n\n')
    expect(scratch.git(['status', '--porcelain'])).toBe('')
  },
)

where('D2: git directory and checkout may be two mounts of one disk', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n', 'gone.txt': 'g\n' })
  const { from, to } = ahead(scratch, { 'a.txt': 'changed\n', 'b.txt': 'b\n' })
  const [work, store] = ['work', 'store'].map((name) => join(scratch.folder, name)) as [string, string]
  scratch.git(['clone', '-q', `--separate-git-dir=${store}`, scratch.path, work])
  const [mountedWork, mountedStore] = ['/work', '/store'].map((name) => `${scratch.folder}/mounts${name}`) as [
    string,
    string,
  ]
  for (const folder of [mountedWork, mountedStore]) mkdirSync(folder, { recursive: true })
  mountAt(mountedWork, work)
  mountAt(mountedStore, store)
  writeFiles(mountedWork, { '.git': `gitdir: ${mountedStore}\n` })
  const repository = await createGit({ env: scratch.env }).open(mountedWork)
  expect(await repository.fastForwardCheckout(mountedWork, MAIN, from, to)).toEqual({ ok: true })
  expect(readFileSync(join(work, 'a.txt'), 'utf8')).toBe('changed\n')
  expect(existsSync(join(work, '.coppice-delivery'))).toBe(false)
  expect(scratch.git(['status', '--porcelain'], mountedWork)).toBe('')
})
