import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const MAIN = 'refs/heads/main'

test('D2: a clean checkout has nothing that would refuse a delivery', async () => {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': 'a\n' })
  writeFiles(scratch.path, { 'untracked.txt': 'not in the way of what is known\n' })
  const repository = await scratch.open()
  expect(await repository.deliveryPreview(MAIN, [])).toEqual({ commit, checkout: scratch.path, obstacles: [] })
})

test('D2: all that would refuse a delivery is named at once, a bounded number of files', async () => {
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

test('D2: an ignored file where a commit that is known to come puts one is named', async () => {
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

test('D2: a base branch that is checked out elsewhere, nowhere, at a lost folder, or is not there', async () => {
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
    { what: expect.stringContaining('which is not there') },
  ])
  expect((await repository.deliveryPreview('refs/heads/gone', [])).obstacles).toHaveLength(1)
})
