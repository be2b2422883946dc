import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

const LENT = ['.env', './node_modules/']

/** Creates a worktree whose agent commits by itself. `everIn` returns every path that a commit after the base contains. */
async function committing() {
  const leased = await leasedWorktree()
  const { scratch, worktree, base } = leased
  return {
    ...leased,
    commit: (files: Readonly<Record<string, string>>, message: string) => scratch.commit(files, message, worktree.path),
    everIn: (tip: string) => scratch.git(['log', '--format=', '--name-only', '-m', `${base}..${tip}`]).split('\n'),
    subjects: (tip: string) => scratch.git(['log', '--reverse', '--format=%s', `${base}..${tip}`]).split('\n'),
    withhold: async (since: readonly string[] = [base]) => {
      return worktree.withholdLent(await worktree.commitAll('Rest\n', LENT), since, LENT)
    },
  }
}

describe('I5: a lent file that an agent committed', () => {
  test('is removed from every commit; other files, authors and times stay', async () => {
    const { scratch, worktree, repository, agent, commit, withhold, everIn, filesOf } = await committing()
    const lent = join(scratch.folder, 'lent')
    mkdirSync(lent)
    writeFileSync(join(lent, 'dep.js'), 'dep')
    symlinkSync(lent, join(worktree.path, 'node_modules'))
    writeFiles(worktree.path, { '.gitignore': 'node_modules/\n', '.env': 'SECRET=1' })
    const first = commit({ 'b.txt': 'b\n' }, 'Add b')
    const second = commit({ 'c.txt': 'c\n' }, 'Add c')
    const { tip, paths } = await withhold()
    expect(paths.toSorted()).toEqual(['.env', 'node_modules'])
    expect(everIn(tip).filter(Boolean).toSorted()).toEqual(['.gitignore', 'b.txt', 'c.txt'])
    expect(filesOf(tip)).toEqual(['.gitignore', 'a.txt', 'b.txt', 'c.txt'])
    const facts = (one: string) => agent('log', '-1', '--format=%an|%ae|%at|%cn|%ct|%B', one)
    expect(facts(tip)).toBe(facts(second))
    expect(facts(`${tip}^`)).toBe(facts(first))
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
    expect(existsSync(join(lent, 'dep.js'))).toBe(true)
  })

  test('is removed from the history too when a later commit deleted it', async () => {
    const { worktree, agent, commit, withhold, everIn, subjects } = await committing()
    commit({ '.env': 'SECRET=1', 'b.txt': 'b\n' }, 'Add b')
    rmSync(join(worktree.path, '.env'))
    commit({ 'c.txt': 'c\n' }, 'Add c')
    const { tip } = await withhold()
    expect(everIn(tip)).not.toContain('.env')
    expect(subjects(tip)).toEqual(['Add b', 'Add c'])
    expect(agent('log', '--format=%H', `${tip}`, '--', '.env')).toBe('')
  })

  test('is not work: a commit that contained nothing else is dropped', async () => {
    const { base, commit, withhold } = await committing()
    commit({ '.env': 'SECRET=1' }, 'Add the secret')
    expect(await withhold()).toEqual({ tip: base, paths: ['.env'] })
  })

  test('does not change the commits before it; without such a file no commit changes', async () => {
    const { commit, withhold, agent } = await committing()
    const own = commit({ 'b.txt': 'b\n' }, 'Add b')
    expect(await withhold()).toEqual({ tip: own, paths: [] })
    commit({ '.env': 'SECRET=1', 'c.txt': 'c\n' }, 'Add c')
    const { tip } = await withhold()
    expect(agent('rev-parse', `${tip}^`)).toBe(own)
  })

  test('is removed from a merge, which stays a merge; a tracked lent file stays as in the base', async () => {
    const { scratch, worktree, repository, agent, withhold, commit, everIn, contentOf } = await committing()
    const base = scratch.commit({ '.env': 'SAMPLE=1\n' }, 'Add a sample')
    await worktree.reset(base, WORK_BRANCH, [])
    agent('checkout', '-qb', 'side')
    commit({ '.env': 'SECRET=1', 'side.txt': 's\n' }, 'Add side')
    agent('checkout', '-q', WORK_BRANCH.replace('refs/heads/', ''))
    commit({ 'b.txt': 'b\n' }, 'Add b')
    agent('merge', '-q', '--no-edit', 'side')
    const { tip } = await withhold([base])
    expect(agent('log', '-1', '--format=%P', tip).split(' ')).toHaveLength(2)
    expect(everIn(tip)).toContain('side.txt')
    expect(contentOf(tip, '.env')).toBe('SAMPLE=1')
    expect(agent('log', '--format=%s', `${base}..${tip}`, '--', '.env')).toBe('')
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
  })

  test('is removed from a commit with another encoding, a signature and no parent', async () => {
    const { scratch, worktree, agent, withhold, base } = await committing()
    agent('checkout', '-q', '--orphan', 'fresh')
    writeFiles(worktree.path, { '.env': 'SECRET=1', 'b.txt': 'b\n' })
    agent('add', '-A')
    const tree = agent('write-tree')
    const object = join(scratch.folder, 'commit')
    const head = `tree ${tree}\nauthor Ada <a@b> 1 +0000\ncommitter Ada <a@b> 2 +0100\ngpgsig -----BEGIN\n \n -----END\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n`
    writeFileSync(object, head, 'latin1')
    agent('reset', '-q', '--soft', agent('hash-object', '-t', 'commit', '-w', object))
    const { tip } = await withhold([base])
    expect(agent('log', '-1', '--format=%s|%at|%ct|%P', tip)).toBe('Grüße|1|2|')
    expect(agent('ls-tree', '--name-only', tip).split('\n')).not.toContain('.env')
    expect(agent('cat-file', 'commit', tip)).not.toContain('gpgsig')
  })

  test('may also be a link that setup made, as long as the link is unchanged', async () => {
    const { scratch, worktree, withhold, commit, filesOf } = await committing()
    for (const name of ['node_modules', 'current']) symlinkSync(scratch.folder, join(worktree.path, name))
    await worktree.noteSetup([])
    rmSync(join(worktree.path, 'current'))
    symlinkSync('b.txt', join(worktree.path, 'current'))
    commit({ 'b.txt': 'b\n' }, 'Add b')
    const { tip } = await withhold()
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'current'])
  })
})
