import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { describe, expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'
import { slotFolders } from './slot-folders.ts'

describe('I2: an agent has a git directory of its own', () => {
  test('in which it sees branches and tags, has a clean status, and commits as the user', async () => {
    const { scratch } = await leasedWorktree()
    scratch.git(['branch', 'feature'])
    scratch.git(['tag', '-a', '-m', 'One', 'v1'])
    scratch.git(['update-ref', 'refs/remotes/origin/main', 'HEAD'])
    scratch.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main'])
    const base = scratch.git(['rev-parse', 'HEAD'])
    const worktree = await (await scratch.open()).addWorktree(join(scratch.folder, 'trees/slot-1'), base, WORK_BRANCH)
    const agent = (...args: string[]) => scratch.git(args, worktree.path)
    expect(agent('status', '--porcelain', '--branch')).toBe(`## ${WORK_BRANCH.replace('refs/heads/', '')}`)
    expect(agent('branch', '--all', '--format=%(refname)').split('\n')).toEqual([
      WORK_BRANCH,
      'refs/heads/feature',
      'refs/heads/main',
      'refs/remotes/origin/HEAD',
      'refs/remotes/origin/main',
    ])
    expect(agent('describe', '--tags')).toBe('v1')
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    agent('add', '.')
    agent('commit', '-qm', 'Add b')
    expect(agent('log', '-1', '--format=%an <%ae>')).toBe('Ada <ada@example.org>')
    expect(agent('fsck', '--strict')).not.toContain('error')
    expect(agent('rev-parse', '--show-toplevel')).toBe(worktree.path)
  })

  test('from which it can fetch from the user’s remote, also when its URL is relative', async () => {
    const { scratch, base } = await leasedWorktree()
    scratch.git(['clone', '-q', '--bare', scratch.path, join(scratch.folder, 'remote.git')])
    scratch.git(['remote', 'add', 'origin', '../remote.git'])
    const worktree = await (await scratch.open()).addWorktree(join(scratch.folder, 'trees/slot-1'), base, WORK_BRANCH)
    scratch.git(['fetch', '-q', 'origin'], worktree.path)
    expect(scratch.git(['rev-parse', 'origin/main'], worktree.path)).toBe(base)
    expect(scratch.git(['for-each-ref', 'refs/remotes'])).toBe('')
  })

  test('with the identity that an includeIf sets only for the place of the user’s checkout', async () => {
    const scratch = scratchRepository({ identity: false })
    const base = scratch.commit({ 'a.txt': 'a\n' })
    writeFileSync(join(scratch.folder, 'work.inc'), '[user]\n\tname = Grace\n\temail = grace@example.org\n')
    scratch.git(['config', '--global', `includeIf.gitdir:${scratch.path}/.path`, join(scratch.folder, 'work.inc')])
    const worktree = await (await scratch.open()).addWorktree(join(scratch.folder, 'trees/slot-0'), base, WORK_BRANCH)
    scratch.git(['commit', '-q', '--allow-empty', '-m', 'Empty'], worktree.path)
    expect(scratch.git(['log', '-1', '--format=%an <%ae>'], worktree.path)).toBe('Grace <grace@example.org>')
  })

  test('without the user’s credentials, hooks and stash', async () => {
    const { scratch, base } = await leasedWorktree()
    scratch.git(['config', 'http.https://example.org/.extraheader', 'Authorization: secret'])
    scratch.git(['config', 'credential.helper', 'store'])
    writeFileSync(join(scratch.path, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    writeFiles(scratch.path, { 'a.txt': 'draft\n' })
    scratch.git(['stash', '-q'])
    const slot = join(scratch.folder, 'trees/slot-1')
    const worktree = await (await scratch.open()).addWorktree(slot, base, WORK_BRANCH)
    expect(readFileSync(join(slotFolders(slot).gitDir, 'config'), 'utf8')).not.toMatch(/secret|credential/)
    expect(scratch.git(['stash', 'list'], worktree.path)).toBe('')
    expect(() => scratch.git(['stash', 'pop'], worktree.path)).toThrow()
    scratch.git(['commit', '-q', '--allow-empty', '-m', 'Empty'], worktree.path)
    expect(scratch.git(['stash', 'list']).split('\n')).toHaveLength(1)
  })

  test('and nothing that it does there reaches the user’s repository', async () => {
    const { scratch, repository, worktree, gitDir, filesOf } = await leasedWorktree()
    writeFiles(scratch.path, { 'a.txt': 'draft\n' })
    scratch.git(['stash', '-q'])
    scratch.git(['branch', 'own'])
    const users = ['refs/heads/main', 'refs/heads/own', 'refs/stash']
    const before = [scratch.git(['for-each-ref', ...users]), await repository.checkoutState()]
    const inside = (...args: string[]) => scratch.git(args, gitDir)
    for (const ref of inside('for-each-ref', '--format=%(refname)').split('\n')) inside('update-ref', '-d', ref)
    inside('reflog', 'expire', '--expire=now', '--all')
    inside('gc', '-q', '--prune=now')
    inside('worktree', 'prune')
    inside('config', 'user.name', 'Evil')
    inside('config', 'core.worktree', '/nowhere')
    inside('config', 'core.bare', 'true')
    writeFiles(join(gitDir, 'info'), { exclude: '*\n' })
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    expect(filesOf(await worktree.commitAll('Add b\n', []))).toEqual(['a.txt', 'b.txt'])
    expect([scratch.git(['for-each-ref', ...users]), await repository.checkoutState()]).toEqual(before)
    expect(scratch.git(['fsck', '--strict'])).toBe('')
  })

  test('the next agent gets nothing of it', async () => {
    const { scratch, worktree, base, agent, gitDir } = await leasedWorktree()
    agent('config', 'alias.evil', '!touch evil')
    agent('tag', 'evil')
    agent('branch', 'evil')
    writeFileSync(join(gitDir, 'hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    writeFiles(worktree.path, { 'a.txt': 'evil\n' })
    agent('stash', '-q')
    await worktree.commitAll('Left\n', [])
    await worktree.release()
    await worktree.reset(base, `${WORK_BRANCH}-2`, [])
    await worktree.assertAt(base)
    expect(agent('for-each-ref', '--format=%(refname)').split('\n')).toEqual([`${WORK_BRANCH}-2`, 'refs/heads/main'])
    expect(agent('config', '--get-all', 'core.bare')).toBe('false')
    expect(() => agent('config', 'alias.evil')).toThrow()
    expect(agent('stash', 'list')).toBe('')
    expect(existsSync(join(gitDir, 'hooks/pre-commit'))).toBe(false)
    expect(scratch.git(['tag'])).toBe('')
  })

  test('D5: the user’s git gc keeps what a slot needs, even when the user deletes the branches', async () => {
    const { scratch, worktree, agent, repository } = await leasedWorktree()
    const base = scratch.commit({ 'c.txt': 'c\n' })
    await worktree.reset(base, WORK_BRANCH, [])
    scratch.git(['reset', '-q', '--hard', 'HEAD^'])
    scratch.git(['update-ref', '-d', WORK_BRANCH])
    scratch.git(['reflog', 'expire', '--expire=now', '--all'])
    scratch.git(['gc', '-q', '--prune=now'])
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    agent('add', '.')
    agent('commit', '-qm', 'Add b')
    const tip = await worktree.commitAll('Nothing\n', [])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(await repository.firstParent(tip)).toBe(base)
  })
})

describe('D5: work of any repository is brought in', () => {
  const cases: [string, (scratch: ReturnType<typeof scratchRepository>) => string][] = [
    ['whose ids are SHA-256', ({ path }) => path],
    [
      'that is a shallow clone',
      ({ path, git, folder, commit }) => {
        for (const number of [1, 2, 3]) commit({ 'n.txt': `${number}\n` })
        git(['clone', '-q', '--depth', '2', `file://${path}`, join(folder, 'clone')], folder)
        return join(folder, 'clone')
      },
    ],
    [
      'that borrows from a repository that borrows from another',
      ({ path, git, folder }) => {
        git(['clone', '-q', '--shared', path, join(folder, 'one')], folder)
        git(['clone', '-q', '--shared', join(folder, 'one'), join(folder, 'two')], folder)
        return join(folder, 'two')
      },
    ],
    [
      'whose path has odd characters',
      ({ path, git, folder }) => {
        const odd = join(folder, 'a b:"ü$x\' (1)')
        git(['clone', '-q', path, odd], folder)
        return odd
      },
    ],
    [
      'that is bare',
      ({ path, git, folder }) => {
        git(['clone', '-q', '--bare', path, join(folder, 'bare.git')], folder)
        return join(folder, 'bare.git')
      },
    ],
  ]

  test.each(cases)('%s: one commit, and several commits with a merge', async (name, make) => {
    const scratch = scratchRepository({ objectFormat: name.includes('256') ? 'sha256' : 'sha1' })
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['config', '--global', 'user.name', 'Ada'])
    scratch.git(['config', '--global', 'user.email', 'ada@example.org'])
    const path = make(scratch)
    const repository = await createGit({ env: scratch.env }).open(path)
    const base = (await repository.resolve('refs/heads/main')) ?? ''
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot:0'), base, WORK_BRANCH)
    const agent = (...args: string[]) => scratch.git(args, worktree.path)
    const one = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(one)
    await worktree.release()
    await worktree.reset(one, `${WORK_BRANCH}-2`, [])
    agent('checkout', '-qb', 'side')
    scratch.commit({ 'side.txt': 's\n' }, 'Add side', worktree.path)
    agent('checkout', '-q', '-')
    scratch.commit({ 'c.txt': 'c\n' }, 'Add c', worktree.path)
    agent('merge', '-q', '--no-edit', 'side')
    writeFiles(worktree.path, { 'd.txt': 'd\n' })
    const tip = await worktree.commitAll('Add d\n', [])
    expect(
      scratch
        .git(['log', '--format=%s', `${one}..${tip}`], path)
        .split('\n')
        .sort(),
    ).toEqual(['Add c', 'Add d', 'Add side', "Merge branch 'side' into coppice/work/run-1/parser-2"].sort())
    expect(await repository.refs('refs/coppice/kept/')).toEqual([])
    await worktree.remove()
    expect(scratch.git(['fsck', '--strict', '--no-dangling'], path)).toBe('')
  })

  test('with many files: the objects stay in one pack', async () => {
    const { scratch, worktree, filesOf } = await leasedWorktree()
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`many/${at}.txt`, `${at}\n`]))
    scratch.commit(many, 'Add many', worktree.path)
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)
    await worktree.remove()
    expect(filesOf(work)).toHaveLength(252)
    expect(scratch.git(['count-objects', '-v'])).toContain('packs: 1\n')
    expect(readdirSync(join(scratch.path, '.git/objects')).filter((name) => name.startsWith('coppice-'))).toEqual([])
    expect(scratch.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  })

  testWhere(
    test,
    hasReftable(),
    'this git has no reftable',
  )('with refs in the format reftable', async () => {
    const scratch = scratchRepository()
    const path = join(scratch.folder, 'reftable')
    mkdirSync(path)
    scratch.git(['init', '-q', '-b', 'main', '--ref-format=reftable'], path)
    scratch.git(['config', '--global', 'user.name', 'Ada'])
    scratch.git(['config', '--global', 'user.email', 'ada@example.org'])
    const base = scratch.commit({ 'a.txt': 'a\n' }, 'Start', path)
    const repository = await createGit({ env: scratch.env }).open(path)
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), base, WORK_BRANCH)
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)
  })
})

/** Git has this format of refs from version 2.45 on. */
function hasReftable(): boolean {
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(execFileSync('git', ['--version'], { encoding: 'utf8' })) ?? []
  return Number(major) > 2 || Number(minor) >= 45
}
