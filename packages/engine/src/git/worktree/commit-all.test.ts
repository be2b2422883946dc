import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

describe('D5: the uncommitted work of an agent', () => {
  test('is committed to the work branch: new, changed, deleted and oddly named files, but no ignored files', async () => {
    const { scratch, worktree, repository, base, filesOf, contentOf, agent } = await leasedWorktree()
    const odd = [
      '-rf',
      ':(top)x',
      'tab\there',
      'line\nbreak',
      'ünïcode ✓',
      '"quoted"',
      '*',
      'back\\slash',
      ' lead',
      'e.lock',
    ]
    rmSync(join(worktree.path, 'a.txt'))
    writeFiles(worktree.path, { '.gitignore': 'dist/\n', 'dist/out.js': 'built', 'deep/er/b.txt': 'b\n' })
    for (const name of odd) writeFileSync(join(worktree.path, name), name)
    const tip = await worktree.commitAll('Add things\n', [])
    expect(filesOf(tip).sort()).toEqual([...odd, '.gitignore', 'deep/er/b.txt'].sort())
    expect(contentOf(tip, 'line\nbreak')).toBe('line\nbreak')
    expect(scratch.git(['log', '-1', '--format=%s|%P|%an <%ae>', tip])).toBe(`Add things|${base}|Ada <ada@example.org>`)
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(agent('rev-parse', 'HEAD')).toBe(tip)
  })

  test('needs no commit when nothing has changed: the tip is returned', async () => {
    const { worktree, base, agent } = await leasedWorktree()
    expect(await worktree.commitAll('Nothing\n', [])).toBe(base)
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    agent('add', '.')
    agent('commit', '-qm', 'Add b')
    const tip = agent('rev-parse', 'HEAD')
    expect(await worktree.commitAll('Nothing\n', [])).toBe(tip)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(tip)
  })

  test('has Coppice as author when the config names nobody', async () => {
    const { scratch, worktree } = await leasedWorktree({ identity: false })
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await worktree.commitAll('Add b\n', [])
    const people = scratch.git(['log', '-1', '--format=%an <%ae> %cn <%ce>', tip])
    expect(people).toBe('Coppice <coppice@localhost> Coppice <coppice@localhost>')
  })

  test('is committed when somebody deleted the branch, and the agent’s commits stay', async () => {
    const { scratch, worktree, repository, filesOf, agent } = await leasedWorktree()
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    agent('add', '.')
    agent('commit', '-qm', 'Add b')
    scratch.git(['update-ref', '-d', WORK_BRANCH])
    writeFiles(worktree.path, { 'c.txt': 'c\n' })
    const tip = await worktree.commitAll('Add c\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
  })

  test.each(['kept', 'removed too'])(
    'is committed when somebody deleted the branch and git’s logs, with its start commit %s',
    async (start) => {
      const { scratch, worktree, repository, base, filesOf, contentOf } = await leasedWorktree()
      writeFiles(worktree.path, { 'a.txt': 'lent\n', 'b.txt': 'b\n' })
      scratch.git(['update-ref', '-d', WORK_BRANCH])
      if (start === 'removed too') {
        for (const pin of scratch.git(['for-each-ref', '--format=%(refname)', 'refs/coppice/slots/']).split('\n'))
          scratch.git(['update-ref', '-d', pin])
        scratch.git(['checkout', '-q', '--orphan', 'anew'])
        scratch.git(['commit', '-qm', 'Begin anew'])
        scratch.git(['branch', '-qD', 'main'])
      }
      scratch.git(['reflog', 'expire', '--expire=now', '--all'])
      scratch.git(['gc', '-q', '--prune=now'])
      expect(await repository.resolve(base)).toBe(start === 'kept' ? base : null)
      const tip = await worktree.commitAll('Add b\n', ['a.txt'])
      expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
      expect(contentOf(tip, 'b.txt')).toBe('b')
      expect(filesOf(tip)).toEqual(start === 'kept' ? ['a.txt', 'b.txt'] : ['b.txt'])
      if (start === 'kept') expect(contentOf(tip, 'a.txt')).toBe('a')
    },
  )

  test('is committed when a killed git left its locks', async () => {
    const { scratch, worktree, gitDir, shadow, agent, filesOf } = await leasedWorktree()
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const locks = ['index.lock', 'HEAD.lock', `${WORK_BRANCH}.lock`].map((lock) => join(gitDir, lock))
    for (const lock of [...locks, join(shadow, 'index.lock'), join(scratch.path, '.git', `${WORK_BRANCH}.lock`)])
      writeFileSync(lock, '')
    expect(filesOf(await worktree.commitAll('Add b\n', []))).toEqual(['a.txt', 'b.txt'])
    agent('commit', '-q', '--allow-empty', '-m', 'Git works again')
  })

  test('is committed when the agent hid it from git', async () => {
    const { worktree, agent, contentOf } = await leasedWorktree()
    writeFiles(worktree.path, { 's.txt': 's\n' })
    agent('add', 's.txt')
    agent('commit', '-qm', 'Add s')
    agent('update-index', '--assume-unchanged', 'a.txt')
    agent('update-index', '--skip-worktree', 's.txt')
    writeFiles(worktree.path, { 'a.txt': 'hidden\n', 's.txt': 'skipped\n' })
    const tip = await worktree.commitAll('Change a and s\n', [])
    expect([contentOf(tip, 'a.txt'), contentOf(tip, 's.txt')]).toEqual(['hidden', 'skipped'])
  })

  test('is committed when the index cannot be read', async () => {
    const { worktree, gitDir, shadow, filesOf } = await leasedWorktree()
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    for (const folder of [gitDir, shadow]) writeFileSync(join(folder, 'index'), 'not an index')
    expect(filesOf(await worktree.commitAll('Add b\n', []))).toEqual(['a.txt', 'b.txt'])
  })

  test('is committed without the repository’s hooks and without a signature', async () => {
    const { scratch, worktree, filesOf } = await leasedWorktree()
    scratch.git(['config', 'commit.gpgSign', 'true'])
    scratch.git(['config', 'gpg.program', '/bin/false'])
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction', 'post-index-change'])
      writeFileSync(
        join(scratch.path, '.git/hooks', hook),
        `#!/bin/sh\ntouch ${scratch.folder}/ran-${hook}\nexit 1\n`,
        {
          mode: 0o755,
        },
      )
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    expect(filesOf(await worktree.commitAll('Add b\n', []))).toContain('b.txt')
    expect(execFileSync('ls', [scratch.folder], { encoding: 'utf8' })).not.toContain('ran-')
  })
})

describe('D5: work that is not on the work branch', () => {
  test('is taken from another branch of the agent', async () => {
    const { worktree, repository, agent, base, filesOf } = await leasedWorktree()
    agent('switch', '-qc', 'my-own')
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    agent('add', '.')
    agent('commit', '-qm', 'Add b')
    const own = agent('rev-parse', 'HEAD')
    writeFiles(worktree.path, { 'c.txt': 'c\n' })
    const tip = await worktree.commitAll('Add c\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(await repository.resolve('refs/heads/my-own')).toBeNull()
    expect(await repository.isAncestor(own, tip)).toBe(true)
    expect(agent('symbolic-ref', 'HEAD')).toBe(WORK_BRANCH)
    expect(await repository.isAncestor(base, tip)).toBe(true)
  })

  test('is taken from a detached HEAD; a kept ref keeps the other commits of the work branch', async () => {
    const { scratch, worktree, repository, agent, base, filesOf, keptRefs } = await leasedWorktree()
    const first = scratch.commit({ 'first.txt': '1\n' }, 'First try', worktree.path)
    agent('checkout', '-q', '--detach', base)
    const second = scratch.commit({ 'second.txt': '2\n' }, 'Second try', worktree.path)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(second)
    expect(filesOf(second)).toEqual(['a.txt', 'second.txt'])
    expect(await repository.resolve(WORK_BRANCH)).toBe(second)
    const ref = `refs/coppice/kept/run-1/parser/aside-${first.slice(0, 12)}`
    expect(await keptRefs()).toEqual([{ ref, commit: first }])
  })

  test('stays on the work branch when HEAD is only at an earlier commit', async () => {
    const { scratch, worktree, repository, agent, base, keptRefs } = await leasedWorktree()
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    agent('checkout', '-q', '--detach', base)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
    expect(agent('rev-parse', 'HEAD')).toBe(work)
    expect(agent('status', '--porcelain')).toBe('')
    expect(await keptRefs()).toEqual([])
  })

  test('is committed on top of the work branch when HEAD is on a branch without a commit', async () => {
    const { worktree, repository, agent, base, filesOf } = await leasedWorktree()
    agent('checkout', '-q', '--orphan', 'anew')
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await worktree.commitAll('Add b\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt'])
    expect(await repository.isAncestor(base, tip)).toBe(true)
  })

  test('is committed when the agent deleted the work branch', async () => {
    const { scratch, worktree, repository, agent } = await leasedWorktree()
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    agent('checkout', '-q', '--detach')
    agent('branch', '-qD', 'coppice/work/run-1/parser')
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
  })
})

describe('D5: the work of an earlier attempt, when a newer attempt has used the work branch,', () => {
  async function twoAttempts() {
    const leased = await leasedWorktree()
    const { scratch, repository, base, worktree } = leased
    const newer = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-1'), base, WORK_BRANCH)
    writeFiles(newer.path, { 'newer.txt': 'n\n' })
    const newerTip = () => newer.commitAll('Newer\n', [])
    writeFiles(worktree.path, { 'older.txt': 'o\n' })
    return { ...leased, newerTip }
  }

  test('is based on the start of the earlier attempt, and goes to a kept ref', async () => {
    const { worktree, repository, base, newerTip, scratch, filesOf, keptRefs } = await twoAttempts()
    const tip = await newerTip()
    await worktree.keepAll('Older\n', [])
    await worktree.keepAll('Older\n', [])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    const kept = await keptRefs()
    expect(kept).toHaveLength(1)
    const [{ commit } = { commit: '' }] = kept
    expect(filesOf(commit)).toEqual(['a.txt', 'older.txt'])
    expect(scratch.git(['log', '-1', '--format=%P', commit])).toBe(base)
  })

  test('also when it was committed once before', async () => {
    const { worktree, repository, base, newerTip, scratch, filesOf, keptRefs } = await twoAttempts()
    const first = await worktree.commitAll('Older\n', [])
    scratch.git(['update-ref', WORK_BRANCH, base])
    const tip = await newerTip()
    await worktree.keepAll('Older\n', [])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(await keptRefs()).toMatchObject([{ commit: first }])
    writeFiles(worktree.path, { 'more.txt': 'm\n' })
    await worktree.keepAll('More\n', [])
    const more = (await keptRefs()).map(({ commit }) => commit).find((commit) => commit !== first) ?? ''
    expect(filesOf(more)).toEqual(['a.txt', 'more.txt', 'older.txt'])
  })

  test('never undoes the newer work when the branch moves to it; the newer work goes to a kept ref', async () => {
    const { worktree, repository, newerTip, filesOf, keptRefs } = await twoAttempts()
    const newer = await newerTip()
    const tip = await worktree.commitAll('Older\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'older.txt'])
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(await keptRefs()).toMatchObject([{ commit: newer }])
  })

  test('goes to the work branch when the branch was not moved', async () => {
    const { worktree, repository, filesOf, keptRefs } = await leasedWorktree()
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    await worktree.keepAll('Work\n', [])
    expect(filesOf((await repository.resolve(WORK_BRANCH)) ?? '')).toEqual(['a.txt', 'b.txt'])
    expect(await keptRefs()).toEqual([])
  })
})

describe('D5: work in the middle of an operation', () => {
  test('a merge is committed with both parents', async () => {
    const { scratch, worktree, worked, agent, contentOf } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n' })
    const work = await worked({ 'a.txt': 'ours\n' })
    expect(await worktree.beginMerge(other)).toEqual(['a.txt'])
    writeFiles(worktree.path, { 'a.txt': 'both\n' })
    const tip = await worktree.commitAll('Resolve\n', [])
    expect(scratch.git(['log', '-1', '--format=%P', tip])).toBe(`${work} ${other}`)
    expect(contentOf(tip, 'a.txt')).toBe('both')
    expect(agent('status', '--porcelain=v2', '--branch')).not.toContain('unmerged')
    expect(await worktree.commitAll('Again\n', [])).toBe(tip)
  })

  test('a rebase leaves the work branch unchanged, and a kept ref keeps the unfinished result', async () => {
    const { scratch, worktree, repository, agent, filesOf, contentOf, keptRefs } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n' })
    scratch.commit({ 'a.txt': 'ours\n' }, 'Change a', worktree.path)
    const work = scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
    spawnSync('git', ['rebase', '-q', other], { cwd: worktree.path, env: scratch.env })
    expect(agent('status')).toContain('rebase in progress')
    writeFiles(worktree.path, { 'a.txt': 'half done\n' })
    expect(await worktree.commitAll('Left\n', [])).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
    const [kept] = await keptRefs()
    expect(contentOf(kept?.commit ?? '', 'a.txt')).toBe('half done')
    expect(filesOf(agent('rev-parse', 'HEAD'))).toEqual(['a.txt', 'b.txt'])
    expect(agent('status')).not.toContain('rebase')
    expect(agent('status', '--porcelain')).toBe('')
  })

  test('a cherry-pick in conflict is committed with its conflict markers', async () => {
    const { scratch, worktree, agent, contentOf } = await leasedWorktree()
    const other = scratch.commit({ 'a.txt': 'theirs\n' })
    scratch.commit({ 'a.txt': 'ours\n' }, 'Change a', worktree.path)
    spawnSync('git', ['cherry-pick', other], { cwd: worktree.path, env: scratch.env })
    const tip = await worktree.commitAll('Left\n', [])
    expect(contentOf(tip, 'a.txt')).toContain('<<<<<<<')
    expect(agent('status')).not.toContain('cherry-pick')
  })

  test('a bisect does not move the work branch to an earlier commit', async () => {
    const { scratch, worktree, repository, agent, base } = await leasedWorktree()
    for (const number of [1, 2, 3, 4]) scratch.commit({ 'b.txt': `${number}\n` }, `Step ${number}`, worktree.path)
    const work = agent('rev-parse', 'HEAD')
    agent('bisect', 'start', work, base)
    expect(agent('rev-parse', 'HEAD')).not.toBe(work)
    expect(await worktree.commitAll('Left\n', [])).toBe(work)
    expect(await repository.resolve(WORK_BRANCH)).toBe(work)
    expect(agent('status')).not.toContain('bisect')
  })
})

describe('D5: repositories inside the worktree', () => {
  test('have their files committed, with or without a commit, also inside each other', async () => {
    const { scratch, worktree, filesOf } = await leasedWorktree()
    for (const nested of ['empty', 'lib/full', 'lib/full/deeper', 'odd *:(top)']) {
      mkdirSync(join(worktree.path, nested), { recursive: true })
      scratch.git(['init', '-q'], join(worktree.path, nested))
      writeFiles(join(worktree.path, nested), { 'own.txt': nested, '.gitignore': 'cache/\n', 'cache/x': 'x' })
    }
    scratch.git(
      ['-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '-qm', 'x', '--allow-empty'],
      join(worktree.path, 'lib/full'),
    )
    const tip = await worktree.commitAll('Add\n', [])
    expect(
      filesOf(tip)
        .filter((path) => path.endsWith('own.txt'))
        .sort(),
    ).toEqual(['empty/own.txt', 'lib/full/deeper/own.txt', 'lib/full/own.txt', 'odd *:(top)/own.txt'].sort())
    expect(filesOf(tip).some((path) => path.includes('cache'))).toBe(false)
    expect(scratch.git(['rev-parse', '--git-dir'], join(worktree.path, 'lib/full'))).toBe('.git')
  })

  test('have their files committed when the agent has committed a repository as a submodule link', async () => {
    const { scratch, worktree, agent, filesOf } = await leasedWorktree()
    scratch.git(['clone', '-q', scratch.path, join(worktree.path, 'vendored')])
    agent('-c', 'advice.addEmbeddedRepo=false', 'add', '.')
    agent('commit', '-qm', 'Add vendored')
    expect(agent('ls-tree', '--name-only', 'HEAD').split('\n')).toEqual(['a.txt', 'vendored'])
    expect(filesOf(await worktree.commitAll('Add\n', []))).toEqual(['a.txt', 'vendored/a.txt'])
  })

  test('stay links when they are declared submodules', async () => {
    const { scratch, worktree, agent } = await leasedWorktree()
    agent('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', scratch.path, 'sub')
    const tip = await worktree.commitAll('Add\n', [])
    expect(scratch.git(['ls-tree', tip, 'sub'])).toMatch(/^160000 commit/)
  })
})

describe('I5: copied and linked paths', () => {
  test('are never committed, whether they are staged or ignored', async () => {
    const { worktree, agent, filesOf } = await leasedWorktree()
    writeFiles(worktree.path, { '.env': 'SECRET=1', 'conf/*.json': '{}', 'kept.txt': 'k' })
    symlinkSync('/nowhere', join(worktree.path, 'node_modules'))
    agent('add', '.env')
    const tip = await worktree.commitAll('Add\n', ['.env', './node_modules/', 'conf/*.json', '../outside', ''])
    expect(filesOf(tip)).toEqual(['a.txt', 'kept.txt'])
  })

  test('do not prevent the commit of other files when .gitignore matches some of them', async () => {
    const { worktree, filesOf } = await leasedWorktree()
    const ignored = '.env\nnode_modules/\n/deep/ignored\n*.key\n'
    const lent = {
      '.env': 'S=1',
      'deep/ignored/x': 'x',
      'deep/lent/.env': 'S=2',
      'some.key': 'k',
      'ünï [c] !^é*/x': 'x',
    }
    writeFiles(worktree.path, { '.gitignore': ignored, 'kept.txt': 'k', 'deep/kept.txt': 'k', ...lent })
    symlinkSync('/nowhere', join(worktree.path, 'node_modules'))
    const paths = ['.env', 'node_modules', 'deep/ignored', 'deep/lent', 'some.key', 'ünï [c] !^é*', 'absent']
    const tip = await worktree.commitAll('Add\n', paths)
    expect(filesOf(tip)).toEqual(['.gitignore', 'a.txt', 'deep/kept.txt', 'kept.txt'])
  })

  test('are not written to the repository’s objects', async () => {
    const { scratch, worktree } = await leasedWorktree()
    writeFiles(worktree.path, { '.env': 'SECRET=1', 'lent/x': 'lent', 'kept.txt': 'k' })
    await worktree.commitAll('Add\n', ['.env', 'lent'])
    const objects = scratch.git(['cat-file', '--batch-check=%(objectsize)', '--batch-all-objects']).split('\n')
    expect(objects).not.toContain(String('SECRET=1'.length))
  })

  test('stay unchanged in the tree when they are tracked', async () => {
    const { scratch, worktree, contentOf, base } = await leasedWorktree()
    writeFiles(worktree.path, { 'a.txt': 'local copy\n' })
    expect(await worktree.commitAll('Nothing\n', ['a.txt'])).toBe(base)
    scratch.commit({ 'b.txt': 'b\n' }, 'Add b', scratch.path)
    writeFiles(worktree.path, { 'c.txt': 'c\n' })
    expect(contentOf(await worktree.commitAll('Add c\n', ['a.txt']), 'a.txt')).toBe('a')
  })
})

test('D5: files of a worktree that was never completed are not committed', async () => {
  const { shadow, worktree, base, repository, slot } = await leasedWorktree()
  rmSync(join(shadow, 'coppice.json'))
  rmSync(join(worktree.path, 'a.txt'))
  const reopened = await repository.openWorktree(slot)
  expect(await reopened?.commitAll('Delete everything\n', [])).toBe(base)
})
