import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const OTHER_BRANCH = 'refs/heads/coppice/work/run-1/printer'

describe('I1: a worktree', () => {
  test('is created at its commit, on its branch, outside the repository, and does not change the checkout', async () => {
    const { scratch, repository, worktree, base, agent, slot } = await leasedWorktree()
    expect(agent('rev-parse', 'HEAD')).toBe(base)
    await expect(worktree.assertAt(base)).resolves.toBeUndefined()
    expect(agent('symbolic-ref', 'HEAD')).toBe(WORK_BRANCH)
    expect(agent('status', '--porcelain')).toBe('')
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    expect(scratch.git(['config', '--local', '--list'])).not.toContain('coppice')
    expect(scratch.git(['worktree', 'list']).split('\n')).toHaveLength(1)
    expect(await repository.worktreesBelow(join(scratch.folder, 'trees'))).toEqual([slot])
    expect(await repository.worktreesBelow(join(scratch.folder, 'other'))).toEqual([])
  })

  test('may have a detached HEAD', async () => {
    const { scratch, repository, base } = await leasedWorktree()
    const verify = await repository.addWorktree(join(scratch.folder, 'trees', 'verify'), base, null)
    expect(scratch.git(['rev-parse', '--abbrev-ref', 'HEAD'], verify.path)).toBe('HEAD')
  })

  test('may be on a branch that another worktree has checked out', async () => {
    const { scratch, repository, base } = await leasedWorktree()
    const second = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-1'), base, WORK_BRANCH)
    await second.assertAt(base)
  })

  test('is complete when eight are created at once (I3)', async () => {
    const { scratch, repository, base } = await leasedWorktree()
    const slots = [1, 2, 3, 4, 5, 6, 7, 8]
    const created = await Promise.all(
      slots.map((slot) =>
        repository.addWorktree(join(scratch.folder, 'trees', `slot-${slot}`), base, `${OTHER_BRANCH}-${slot}`),
      ),
    )
    for (const worktree of created) await worktree.assertAt(base)
    await Promise.all(created.map((worktree) => worktree.remove()))
    expect(await repository.worktreesBelow(join(scratch.folder, 'trees'))).toHaveLength(1)
  })
})

describe('I5: a worktree that the next attempt uses', () => {
  test('is clean at the new commit: files, operations, nested repositories and hidden changes are removed', async () => {
    const { scratch, worktree, worked, gitDir, shadow, repository, agent, base } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n', '.gitignore': 'dist/\n' })
    await worked({ 'a.txt': 'ours\n' })
    await worktree.beginMerge(other)
    agent('update-index', '--add', '--cacheinfo', `100644,${agent('hash-object', '-w', '--stdin')},extra`)
    writeFiles(worktree.path, { 'dist/x': 'x', 'untracked.txt': 'u', 'nested/file': 'f' })
    scratch.git(['init', '-q'], join(worktree.path, 'nested'))
    for (const folder of [gitDir, shadow]) writeFileSync(join(folder, 'index.lock'), '')
    await worktree.reset(other, OTHER_BRANCH, [])
    await worktree.assertAt(other)
    expect(agent('status', '--porcelain', '--ignored')).toBe('')
    expect(agent('symbolic-ref', 'HEAD')).toBe(OTHER_BRANCH)
    expect(await repository.resolve(OTHER_BRANCH)).toBe(other)
    expect(readdirSync(worktree.path).sort()).toEqual(['.git', '.gitignore', 'a.txt'])
    agent('update-index', '--assume-unchanged', 'a.txt')
    writeFiles(worktree.path, { 'a.txt': 'hidden\n' })
    await worktree.reset(other, null, [])
    expect(agent('hash-object', 'a.txt')).toBe(agent('rev-parse', 'HEAD:a.txt'))
    expect(base).not.toBe(other)
  })

  test('keeps the ignored files that the project wants to keep, and no untracked file that is not ignored', async () => {
    const { scratch, worktree } = await leasedWorktree()
    const commit = scratch.commit({ '.gitignore': 'node_modules/\ndist/\n' })
    await worktree.reset(commit, WORK_BRANCH, [])
    writeFiles(worktree.path, { 'node_modules/x': 'x', 'pkg/node_modules/y': 'y', 'dist/z': 'z', 'cache/c': 'c' })
    await worktree.reset(commit, WORK_BRANCH, ['node_modules', 'cache'])
    const left = readdirSync(worktree.path).sort()
    expect(left).toEqual(['.git', '.gitignore', 'a.txt', 'node_modules', 'pkg'])
    expect(existsSync(join(worktree.path, 'pkg/node_modules/y'))).toBe(true)
  })

  test('leaves its old branch, and the commits of that branch stay', async () => {
    const { worktree, worked, repository, base, agent } = await leasedWorktree()
    const work = await worked({ 'b.txt': 'b\n' })
    await worktree.reset(base, null, [])
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
    expect(agent('rev-parse', 'HEAD')).toBe(base)
  })

  test('D5: keeps commits that were not brought in before', async () => {
    const { scratch, worktree, base, agent, keptRefs } = await leasedWorktree()
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    await worktree.reset(base, OTHER_BRANCH, [])
    expect((await keptRefs()).map(({ commit }) => commit)).toEqual([work])
    expect(agent('for-each-ref', '--contains', work)).toBe('')
  })

  test('is complete again after the agent destroyed its HEAD, its index and its folder', async () => {
    const { scratch, worktree, gitDir, base } = await leasedWorktree()
    for (const name of ['HEAD', 'index']) writeFileSync(join(gitDir, name), 'garbage')
    rmSync(worktree.path, { recursive: true })
    await worktree.reset(base, WORK_BRANCH, [])
    await worktree.assertAt(base)
    expect(scratch.git(['status', '--porcelain'], worktree.path)).toBe('')
  })
})

describe('R1: after a restart', () => {
  test('a worktree is opened again, with its work branch', async () => {
    const { scratch, worktree, agent, slot } = await leasedWorktree()
    agent('switch', '-qc', 'elsewhere')
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const later = await scratch.open()
    const reopened = await later.openWorktree(slot)
    const tip = await reopened?.commitAll('Add b\n', [])
    expect(await later.resolve(WORK_BRANCH)).toBe(tip)
  })

  test('D5: a worktree whose folder was deleted is opened, and its commits are kept', async () => {
    const { scratch, repository, worktree, slot } = await leasedWorktree()
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    rmSync(worktree.path, { recursive: true })
    expect(await repository.worktreesBelow(join(scratch.folder, 'trees'))).toEqual([slot])
    const reopened = await repository.openWorktree(slot)
    expect(await reopened?.commitAll('Nothing\n', [])).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
    await reopened?.remove()
    expect(await repository.worktreesBelow(join(scratch.folder, 'trees'))).toEqual([])
    expect(await repository.openWorktree(slot)).toBeNull()
    expect(await repository.openWorktree(join(scratch.folder, 'never'))).toBeNull()
  })

  test('a new worktree replaces one that is clean or was never completed', async () => {
    const { scratch, repository, worktree, shadow, base, slot } = await leasedWorktree()
    await (await repository.addWorktree(slot, base, OTHER_BRANCH)).assertAt(base)
    rmSync(join(shadow, 'coppice.json'))
    rmSync(join(worktree.path, 'a.txt'))
    await (await repository.addWorktree(slot, base, OTHER_BRANCH)).assertAt(base)
    expect(readdirSync(join(scratch.folder, 'trees')).filter((name) => name.includes('left'))).toEqual([])
  })

  test('D5: a new worktree renames a folder that may contain work', async () => {
    const { scratch, repository, worktree, base, slot } = await leasedWorktree()
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    await (await repository.addWorktree(slot, base, OTHER_BRANCH)).assertAt(base)
    expect(existsSync(join(`${slot}.left-1`, 'tree', 'b.txt'))).toBe(true)
    const strange = join(scratch.folder, 'trees', 'slot-1')
    writeFiles(strange, { 'c.txt': 'c\n' })
    await (await repository.addWorktree(strange, base, OTHER_BRANCH)).assertAt(base)
    expect(existsSync(join(`${strange}.left-1`, 'c.txt'))).toBe(true)
  })

  test('D5: a new worktree renames a folder whose changes the agent hid from git', async () => {
    const { scratch, repository, worktree, base, agent, slot } = await leasedWorktree()
    agent('update-index', '--assume-unchanged', 'a.txt')
    writeFiles(worktree.path, { 'a.txt': 'hidden\n' })
    await (await repository.addWorktree(slot, base, OTHER_BRANCH)).assertAt(base)
    expect(readFileSync(join(`${slot}.left-1`, 'tree', 'a.txt'), 'utf8')).toBe('hidden\n')
    writeFiles(join(scratch.path, '.git/info'), { exclude: 'docs/\n' })
    writeFiles(worktree.path, { 'docs/guide.md': 'g\n' })
    await (await repository.addWorktree(slot, base, OTHER_BRANCH)).assertAt(base)
    expect(existsSync(join(`${slot}.left-2`, 'tree', 'docs/guide.md'))).toBe(true)
  })
})

test('removing a worktree removes its folder, its git directories and its pin, and leaves the branch', async () => {
  const { scratch, repository, worktree, base } = await leasedWorktree()
  mkdirSync(join(worktree.path, 'sealed/inner'), { recursive: true, mode: 0o555 })
  await worktree.remove()
  expect(readdirSync(join(scratch.folder, 'trees'))).toEqual([])
  expect(scratch.git(['for-each-ref', 'refs/coppice/'])).toBe('')
  expect(await repository.resolve(WORK_BRANCH)).toBe(base)
  await expect(worktree.remove()).resolves.toBeUndefined()
})

test('a path through a symbolic link names the same worktree', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  mkdirSync(join(scratch.folder, 'real'))
  symlinkSync(join(scratch.folder, 'real'), join(scratch.folder, 'link'))
  const repository = await scratch.open()
  const slot = join(scratch.folder, 'link', 'slot-0')
  const worktree = await repository.addWorktree(slot, base, WORK_BRANCH)
  await worktree.assertAt(base)
  expect(await repository.worktreesBelow(join(scratch.folder, 'link'))).toEqual([slot])
  expect(await repository.openWorktree(slot)).not.toBeNull()
  await worktree.remove()
  expect(await repository.worktreesBelow(join(scratch.folder, 'link'))).toEqual([])
})
