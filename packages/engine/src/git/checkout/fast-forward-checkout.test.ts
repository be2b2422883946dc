import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const MAIN = 'refs/heads/main'

/** Makes a checkout on main at the commit `from`, and in another worktree a child commit `to` with `files`. */
async function delivery(files: Record<string, string>, before: Record<string, string> = {}) {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n', ...before })
  const elsewhere = join(scratch.folder, 'elsewhere')
  scratch.git(['worktree', 'add', '-q', '--detach', elsewhere])
  const to = scratch.commit(files, 'Work', elsewhere)
  const repository = await scratch.open()
  const forward = () => repository.fastForwardCheckout(scratch.path, MAIN, from, to)
  return { scratch, repository, from, to, elsewhere, forward }
}

describe('D2: the checkout', () => {
  test('moves to the run’s commit when it is on the base branch and clean', async () => {
    const { scratch, repository, forward, to } = await delivery({ 'b/c.txt': 'c\n', 'a.txt': 'new\n' })
    writeFiles(scratch.path, { 'mine.txt': 'untracked\n', 'b/other.txt': 'untracked\n' })
    expect(await repository.checkoutOf(MAIN)).toBe(scratch.path)
    expect(await forward()).toEqual({ ok: true })
    expect(scratch.git(['rev-parse', MAIN, 'HEAD'])).toBe(`${to}\n${to}`)
    expect(readFileSync(join(scratch.path, 'b/c.txt'), 'utf8')).toBe('c\n')
    expect(scratch.git(['status', '--porcelain'])).toBe('?? b/other.txt\n?? mine.txt')
  })

  test('runs none of the user’s hooks', async () => {
    const { scratch, forward } = await delivery({ 'b.txt': 'b\n' })
    for (const hook of ['post-merge', 'post-checkout', 'pre-merge-commit', 'reference-transaction'])
      writeFileSync(join(scratch.path, '.git/hooks', hook), `#!/bin/sh\ntouch '${scratch.folder}/ran'\n`, {
        mode: 0o755,
      })
    expect(await forward()).toEqual({ ok: true })
    expect(existsSync(join(scratch.folder, 'ran'))).toBe(false)
  })

  test('replaces tracked folders by files and tracked files by folders', async () => {
    const before = { 'x/1.txt': '1', 'x/2.txt': '2', y: 'y' }
    const { scratch, forward, elsewhere } = await delivery({}, before)
    for (const path of ['x', 'y']) rmSync(join(elsewhere, path), { recursive: true })
    const to = scratch.commit({ x: 'x', 'y/1.txt': '1' }, 'Swap', elsewhere)
    const from = scratch.git(['rev-parse', MAIN])
    expect(await (await scratch.open()).fastForwardCheckout(scratch.path, MAIN, from, to)).toEqual({ ok: true })
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    expect(await forward()).toMatchObject({ ok: false })
  })
})

describe('D2: the checkout stays unchanged and a reason is returned when', () => {
  const refused = async ({ scratch, forward, from }: Awaited<ReturnType<typeof delivery>>, reason: RegExp) => {
    const files = () => scratch.git(['status', '--porcelain', '--ignored', '--untracked-files=all'])
    const before = files()
    expect(await forward()).toEqual({ ok: false, reason: expect.stringMatching(reason) })
    expect(files()).toBe(before)
    expect(scratch.git(['rev-parse', MAIN])).toBe(from)
  }

  test('a tracked file is changed, staged or not', async () => {
    const one = await delivery({ 'b.txt': 'b\n' })
    writeFiles(one.scratch.path, { 'a.txt': 'mine\n' })
    await refused(one, /not committed: a\.txt; commit them, or put them aside: `git -C .* stash`$/)
    one.scratch.git(['add', 'a.txt'])
    await refused(one, /not committed: a\.txt; commit them, or put them aside: `git -C .* stash`$/)
  })

  test('a changed file is hidden by assume-unchanged', async () => {
    const one = await delivery({ 'a.txt': 'new\n' })
    one.scratch.git(['update-index', '--assume-unchanged', 'a.txt'])
    writeFiles(one.scratch.path, { 'a.txt': 'mine\n' })
    expect(await one.forward()).toMatchObject({ ok: false })
    expect(readFileSync(join(one.scratch.path, 'a.txt'), 'utf8')).toBe('mine\n')
  })

  test('an ignored .env would be overwritten', async () => {
    const one = await delivery({ '.env': 'SECRET=theirs\n' }, { '.gitignore': '.env\n' })
    const forced = one.scratch.git(['ls-tree', '--name-only', one.to])
    expect(forced).not.toContain('.env')
    one.scratch.git(['add', '-f', '.env'], one.elsewhere)
    one.scratch.git(['commit', '-qm', 'Add .env'], one.elsewhere)
    const to = one.scratch.git(['rev-parse', 'HEAD'], one.elsewhere)
    writeFiles(one.scratch.path, { '.env': 'SECRET=mine\n' })
    const forward = () => one.repository.fastForwardCheckout(one.scratch.path, MAIN, one.from, to)
    await refused({ ...one, forward }, /untracked files at paths that the run adds: \.env; move them away$/)
    expect(readFileSync(join(one.scratch.path, '.env'), 'utf8')).toBe('SECRET=mine\n')
  })

  test('an untracked file, an ignored file in a folder, or a link is at a path that the run adds', async () => {
    const file = await delivery(
      { 'b.txt': 'b\n', 'dir/c.txt': 'c\n', out: 'now a file\n' },
      { '.gitignore': '*.log\n' },
    )
    writeFiles(file.scratch.path, { 'b.txt': 'mine\n' })
    await refused(file, /: b\.txt; move/)
    rmSync(join(file.scratch.path, 'b.txt'))
    writeFiles(file.scratch.path, { dir: 'a file where a folder goes\n' })
    await refused(file, /: dir; move/)
    rmSync(join(file.scratch.path, 'dir'))
    mkdirSync(join(file.scratch.folder, 'outside'))
    symlinkSync(join(file.scratch.folder, 'outside'), join(file.scratch.path, 'dir'))
    await refused(file, /: dir; move/)
    rmSync(join(file.scratch.path, 'dir'))
    writeFiles(file.scratch.path, { 'out/deep/x.log': 'ignored\n' })
    await refused(file, /: out\/deep\/x\.log; move/)
  })

  test('a merge, rebase, cherry-pick or bisect is in progress', async () => {
    const start = async (run: (one: Awaited<ReturnType<typeof delivery>>, other: string) => void, reason: RegExp) => {
      const one = await delivery({ 'b.txt': 'b\n' })
      const tree = one.scratch.git(['rev-parse', `${one.to}^{tree}`])
      const other = one.scratch.git(['commit-tree', tree, '-p', one.from, '-m', 'Other'])
      run(one, other)
      await refused(one, reason)
    }
    const git = ({ scratch }: Awaited<ReturnType<typeof delivery>>, ...args: string[]) =>
      spawnSync('git', args, { cwd: scratch.path, env: scratch.env })
    await start((one, other) => git(one, 'merge', '--no-commit', '--no-ff', other), /a merge is in progress/)
    await start((one) => writeFileSync(join(one.scratch.path, '.git/CHERRY_PICK_HEAD'), one.to), /a cherry-pick is/)
    await start((one) => git(one, 'bisect', 'start'), /a bisect is in progress/)
    await start((one) => git(one, 'rebase', '--exec', 'false', '--root'), /a rebase is in progress/)
  })

  test('another git command has locked the index', async () => {
    const one = await delivery({ 'b.txt': 'b\n' })
    writeFileSync(join(one.scratch.path, '.git/index.lock'), '')
    await refused(one, /another git command is running and has the lock .*index\.lock/)
  })

  test.each(['HEAD.lock', 'refs/heads/main.lock', 'ORIG_HEAD.lock'])('a killed git left %s', async (lock) => {
    const one = await delivery({ 'a.txt': 'new\n', 'b.txt': 'b\n' })
    writeFileSync(join(one.scratch.path, '.git', lock), '')
    await refused(one, new RegExp(`${lock}.* remove that file if no git is running`))
    expect(existsSync(join(one.scratch.path, '.git', lock))).toBe(true)
  })

  test('git fails after it has written the files: files, index and flags are restored', async () => {
    const one = await delivery(
      { 'a.txt': 'new\n', 'dir/b.txt': 'b\n' },
      { 'gone.txt': 'g\n', 'flagged.txt': 'f\n', 'kept.txt': 'k\n' },
    )
    rmSync(join(one.elsewhere, 'gone.txt'))
    const to = one.scratch.commit({ 'kept.txt': 'k2\n' }, 'More', one.elsewhere)
    one.scratch.git(['update-index', '--assume-unchanged', 'flagged.txt'])
    const flags = () => one.scratch.git(['ls-files', '-v'])
    const before = flags()
    // A folder in place of the reflog's file makes git fail late. A lock file would be found before git starts.
    rmSync(join(one.scratch.path, '.git/logs/refs/heads/main'), { force: true })
    mkdirSync(join(one.scratch.path, '.git/logs/refs/heads/main/in-the-way'), { recursive: true })
    writeFileSync(join(one.scratch.path, '.git/logs/refs/heads/main/in-the-way/x'), '')
    const forward = () => one.repository.fastForwardCheckout(one.scratch.path, MAIN, one.from, to)
    await refused({ ...one, forward }, /git did not move/)
    expect(flags()).toBe(before)
    expect(existsSync(join(one.scratch.path, 'dir/b.txt'))).toBe(false)
    expect(readFileSync(join(one.scratch.path, 'gone.txt'), 'utf8')).toBe('g\n')
  })

  test('git refuses because of a path that Coppice’s checks do not find: the reason names the path', async () => {
    const one = await delivery({ 'a.txt': 'new\n' })
    one.scratch.git(['update-index', '--skip-worktree', 'a.txt'])
    writeFiles(one.scratch.path, { 'a.txt': 'mine\n' })
    await refused(one, /a\.txt/)
    expect(readFileSync(join(one.scratch.path, 'a.txt'), 'utf8')).toBe('mine\n')
  })

  test('it is on another branch, or its branch has moved', async () => {
    const one = await delivery({ 'b.txt': 'b\n' })
    one.scratch.git(['switch', '-qc', 'other'])
    await refused(one, /is not on main any more/)
    one.scratch.git(['switch', '-q', 'main'])
    const from = one.scratch.commit({ 'mine.txt': 'm\n' })
    await refused({ ...one, from }, /main has moved to another commit in the meantime/)
  })

  test('the branch has commits that the run lacks', async () => {
    const one = await delivery({ 'b.txt': 'b\n' })
    const from = one.scratch.commit({ 'mine.txt': 'm\n' })
    const forward = () => one.repository.fastForwardCheckout(one.scratch.path, MAIN, from, one.to)
    await refused({ ...one, from, forward }, /commits that the run does not contain/)
  })
})

describe('D2: the checkout of a branch', () => {
  test('may be a linked worktree, and a linked worktree whose folder was deleted does not move', async () => {
    const { scratch, repository, to } = await delivery({ 'b.txt': 'b\n' })
    const linked = join(scratch.folder, 'li nked')
    scratch.git(['worktree', 'add', '-q', '-b', 'topic', linked])
    const from = scratch.git(['rev-parse', 'topic'])
    expect(await repository.checkoutOf('refs/heads/topic')).toBe(linked)
    expect(await repository.fastForwardCheckout(linked, 'refs/heads/topic', from, to)).toEqual({ ok: true })
    expect(scratch.git(['status', '--porcelain'], linked)).toBe('')
    rmSync(linked, { recursive: true })
    const deleted = await repository.fastForwardCheckout(linked, 'refs/heads/topic', to, to)
    expect(deleted).toMatchObject({ ok: false, reason: expect.stringContaining('that folder does not exist') })
    expect(await repository.checkoutOf('refs/heads/nowhere')).toBeNull()
  })

  test('may be a checkout whose HEAD a rebase or bisect has detached from the branch', async () => {
    const { scratch, repository } = await delivery({ 'b.txt': 'b\n' })
    scratch.git(['bisect', 'start'])
    scratch.git(['checkout', '-q', '--detach'])
    expect(await repository.checkoutOf(MAIN)).toBe(scratch.path)
    scratch.git(['bisect', 'reset'])
    spawnSync('git', ['rebase', '--exec', 'false', '--root'], { cwd: scratch.path, env: scratch.env })
    expect(scratch.git(['rev-parse', '--abbrev-ref', 'HEAD'])).toBe('HEAD')
    expect(await repository.checkoutOf(MAIN)).toBe(scratch.path)
  })

  test('does not exist for a bare repository’s branch', async () => {
    const { scratch } = await delivery({ 'b.txt': 'b\n' })
    const bare = join(scratch.folder, 'bare.git')
    scratch.git(['clone', '-q', '--bare', scratch.path, bare])
    const repository = await createGit({ env: scratch.env }).open(bare)
    expect(await repository.checkoutOf(MAIN)).toBeNull()
    const state = await repository.checkoutState()
    expect(state).toMatchObject({ head: MAIN, status: '', headCommit: scratch.git(['rev-parse', 'main']) })
    expect((await repository.checkoutPatch()).bytes).toHaveLength(0)
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), state.headCommit, null)
    await worktree.assertAt(state.headCommit)
    await worktree.remove()
  })
})
