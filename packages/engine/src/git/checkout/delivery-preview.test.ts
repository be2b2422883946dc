import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const MAIN = 'refs/heads/main'

test('D2: nothing prevents a delivery to a clean checkout', async () => {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': 'a\n' })
  writeFiles(scratch.path, { 'untracked.txt': 'at no path of a known commit\n' })
  const repository = await scratch.open()
  expect(await repository.deliveryPreview(MAIN, [])).toEqual({ commit, checkout: scratch.path, obstacles: [] })
})

test('D2: the preview lists everything that would prevent a delivery, with at most 20 files each', async () => {
  const scratch = scratchRepository()
  const names = Array.from({ length: 30 }, (_, index) => `f${String(index).padStart(2, '0')}.txt`)
  scratch.commit(Object.fromEntries(names.map((name) => [name, 'x\n'])))
  const repository = await scratch.open()
  writeFiles(scratch.path, Object.fromEntries(names.map((name) => [name, 'mine\n'])))
  const lock = join(scratch.path, '.git/index.lock')
  writeFileSync(lock, '')
  const { obstacles } = await repository.deliveryPreview(MAIN, [])
  expect(obstacles.map(({ what }) => what)).toEqual([
    expect.stringContaining(lock),
    expect.stringContaining('changes that are not committed'),
  ])
  expect(obstacles[1]).toMatchObject({ totalPaths: 30, paths: names.slice(0, 20) })
})

test('D2: the preview names an ignored file at a path where a coming commit adds a file', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitignore': '.env\n' })
  const elsewhere = join(scratch.folder, 'elsewhere')
  scratch.git(['worktree', 'add', '-q', '--detach', elsewhere])
  writeFiles(elsewhere, { '.env': 'theirs\n' })
  scratch.git(['add', '-f', '.env'], elsewhere)
  scratch.git(['commit', '-qm', 'env'], elsewhere)
  const coming = scratch.git(['rev-parse', 'HEAD'], elsewhere)
  writeFiles(scratch.path, { '.env': 'mine\n' })
  const { obstacles } = await (await scratch.open()).deliveryPreview(MAIN, [coming])
  expect(obstacles).toMatchObject([{ paths: ['.env'], totalPaths: 1 }])
})

test('D2: the preview works for a base branch in a linked worktree, in no checkout, in a deleted folder, and for none', async () => {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': 'a\n' })
  const linked = join(scratch.folder, 'linked')
  scratch.git(['branch', 'free'])
  scratch.git(['worktree', 'add', '-q', '-b', 'topic', linked])
  const repository = await scratch.open()
  expect(await repository.deliveryPreview('refs/heads/topic', [])).toEqual({ commit, checkout: linked, obstacles: [] })
  expect(await repository.deliveryPreview('refs/heads/free', [])).toEqual({ commit, checkout: null, obstacles: [] })
  rmSync(linked, { recursive: true })
  expect((await repository.deliveryPreview('refs/heads/topic', [commit])).obstacles).toMatchObject([
    { what: expect.stringContaining('that folder does not exist') },
  ])
  expect((await repository.deliveryPreview('refs/heads/gone', [])).obstacles).toHaveLength(1)
})
