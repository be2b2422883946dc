import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { richDelivery } from '../fixtures/rich-delivery.ts'
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

test.each(['assume-unchanged', 'skip-worktree'])(
  'D2: the preview names an edit that %s hides, if a coming commit changes the file',
  async (flag) => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' })
    const elsewhere = join(scratch.folder, 'elsewhere')
    scratch.git(['worktree', 'add', '-q', '--detach', elsewhere])
    const coming = scratch.commit({ 'a.txt': 'theirs\n' }, 'Work', elsewhere)
    scratch.git(['update-index', `--${flag}`, 'a.txt', 'b.txt'])
    const repository = await scratch.open()
    expect((await repository.deliveryPreview(MAIN, [coming])).obstacles).toEqual([])
    writeFiles(scratch.path, { 'a.txt': 'mine\n', 'b.txt': 'mine\n' })
    const index = readFileSync(join(scratch.path, '.git/index'))
    expect((await repository.deliveryPreview(MAIN, [coming])).obstacles).toEqual([
      {
        what: `${scratch.path} has changes that ${flag} hides from git`,
        paths: ['a.txt'],
        totalPaths: 1,
        help: expect.stringContaining(`update-index --no-${flag} a.txt`),
      },
    ])
    expect(readFileSync(join(scratch.path, '.git/index'))).toEqual(index)
  },
)

test('D2: the preview says that a delivery was interrupted, instead of naming its lock and files', async () => {
  const { scratch, path, branch, from, to } = richDelivery()
  const journal = join(path, '.git/coppice-delivery')
  const git = createGit({
    env: scratch.env,
    reach: (point) => {
      if (point === 'checkout.swapped') cpSync(journal, `${journal}-copy`, { recursive: true })
    },
  })
  expect(await (await git.open(path)).fastForwardCheckout(path, branch, from, to)).toEqual({ ok: true })
  renameSync(`${journal}-copy`, journal)
  const { obstacles } = await (await scratch.open()).deliveryPreview(branch, [to])
  expect(obstacles).toMatchObject([
    { what: expect.stringContaining('interrupted'), help: expect.stringContaining('coppice serve') },
  ])
})
