import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const KEPT = 'refs/coppice/kept/run-1/parser/'
const NOTHING = { lacking: [], edited: [], folder: null, stashes: [] }

/** Makes a repository with the submodule `lib`, which may have the submodule `inner`, and a worktree in which an agent has set them up. */
async function withLibrary({ isNested = false, hasCopy = true, noteSetup = true } = {}) {
  const scratch = scratchRepository()
  scratch.git(['config', '--global', 'protocol.file.allow', 'always'])
  scratch.git(['config', '--global', 'user.name', 'Ada'])
  scratch.git(['config', '--global', 'user.email', 'ada@example.org'])
  const library = scratchRepository({ identity: false })
  library.commit({ 'lib.txt': 'lib\n', '.gitignore': 'built/\n' })
  if (isNested) {
    const inner = scratchRepository()
    inner.commit({ 'inner.txt': 'inner\n' })
    scratch.git(['submodule', '--quiet', 'add', inner.path, 'inner'], library.path)
    library.commit({})
  }
  scratch.git(['submodule', '--quiet', 'add', library.path, 'lib'])
  scratch.git(['submodule', '--quiet', 'update', '--init', '--recursive'])
  const start = scratch.commit({ 'a.txt': 'a\n' })
  if (!hasCopy) rmSync(join(scratch.path, '.git/modules'), { recursive: true })
  const repository = await scratch.open()
  const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), start, WORK_BRANCH)
  const inLib = join(worktree.path, 'lib')
  const agent = (cwd: string, ...args: string[]) => scratch.git(args, cwd)
  agent(worktree.path, 'submodule', '--quiet', 'update', '--init', '--recursive')
  if (noteSetup) await worktree.noteSetup([])
  const copy = join(scratch.path, '.git/modules/lib')
  const kept = (gitDir = copy) =>
    scratch.git(['--git-dir', gitDir, 'for-each-ref', '--format=%(objectname)', KEPT]).split('\n').filter(Boolean)
  const read = (commit: string | undefined, path: string, gitDir = copy) =>
    scratch.git(['--git-dir', gitDir, 'cat-file', 'blob', `${commit}:${path}`])
  const ended = async () => worktree.keepSubmodules([start], await worktree.commitAll('Work\n', []))
  return { scratch, library, worktree, start, inLib, agent, copy, kept, read, ended }
}

describe('D5: what an agent leaves in a submodule without a commit', () => {
  test('is on a kept ref of the user’s copy, and the submodule is named, also when nothing else changed', async () => {
    const { inLib, kept, read, ended } = await withLibrary()
    writeFiles(inLib, { 'lib.txt': 'fix\n', 'new.txt': 'new\n', 'built/out.txt': 'ignored\n' })
    expect(await ended()).toEqual({ ...NOTHING, edited: ['lib'] })
    expect(await ended()).toEqual({ ...NOTHING, edited: ['lib'] })
    const [commit, ...others] = kept()
    expect(others).toEqual([])
    expect([read(commit, 'lib.txt'), read(commit, 'new.txt')]).toEqual(['fix', 'new'])
    expect(() => read(commit, 'built/out.txt')).toThrow()
  })

  test('is on a kept ref of the repository when there is no copy, or when the submodule was never set up', async () => {
    const { scratch, inLib, kept, read, ended } = await withLibrary({ hasCopy: false })
    writeFiles(inLib, { 'lib.txt': 'fix\n' })
    rmSync(join(inLib, '.git'))
    expect(await ended()).toEqual({ ...NOTHING, edited: ['lib'] })
    const git = join(scratch.path, '.git')
    expect(kept(git).map((commit) => read(commit, 'lib.txt', git))).toEqual(['fix'])
  })

  test('counts also in a submodule of a submodule', async () => {
    const { scratch, inLib, kept, read, ended, copy } = await withLibrary({ isNested: true })
    writeFiles(inLib, { 'inner/inner.txt': 'fix\n' })
    expect((await ended()).edited).toEqual(['lib/inner'])
    const inner = join(copy, 'modules/inner')
    expect(kept(inner).map((commit) => read(commit, 'inner.txt', inner))).toEqual(['fix'])
    expect(scratch.git(['--git-dir', inner, 'fsck', '--strict'])).not.toContain('error')
  })

  test('does not count what setup wrote there', async () => {
    const { worktree, inLib, agent, kept, ended } = await withLibrary({ noteSetup: false })
    writeFiles(inLib, { 'lib.txt': 'setup\n', 'made.txt': 'made\n' })
    await worktree.noteSetup([])
    expect(await ended()).toEqual(NOTHING)
    writeFiles(inLib, { 'own.txt': 'own\n' })
    agent(inLib, 'add', 'own.txt')
    agent(inLib, 'commit', '-qm', 'Own')
    expect(await ended()).toEqual(NOTHING)
    expect(kept()).toEqual([agent(inLib, 'rev-parse', 'HEAD')])
  })

  test('is found without a program of the submodule’s config', async () => {
    const { scratch, inLib, agent, ended } = await withLibrary()
    const trap = join(scratch.folder, 'ran')
    agent(inLib, 'config', 'filter.x.clean', `touch ${trap}; cat`)
    agent(inLib, 'config', 'core.fsmonitor', `touch ${trap}`)
    writeFiles(inLib, { '.gitattributes': '*.txt filter=x\n', 'lib.txt': 'fix\n' })
    expect((await ended()).edited).toEqual(['lib'])
    expect(() => writeFileSync(trap, '', { flag: 'wx' })).not.toThrow()
  })
})

test('D5: a stash and other branches of a submodule are on kept refs of the user’s copy', async () => {
  const { inLib, agent, kept, ended, read, copy, worktree } = await withLibrary()
  writeFiles(inLib, { 'lib.txt': 'stashed\n' })
  agent(inLib, 'stash', '-q')
  const stash = { ref: `${KEPT}aside-${agent(inLib, 'rev-parse', 'stash').slice(0, 12)}`, gitDir: copy }
  agent(inLib, 'switch', '-qc', 'other')
  writeFiles(inLib, { 'lib.txt': 'other\n' })
  agent(inLib, 'commit', '-qam', 'Other')
  agent(inLib, 'switch', '-q', '--detach', 'HEAD^')
  expect(await ended()).toEqual({ ...NOTHING, stashes: [stash] })
  expect(worktree.leftBehind()).toMatchObject({ submoduleStashes: [stash] })
  expect(
    kept()
      .map((commit) => read(commit, 'lib.txt'))
      .sort(),
  ).toEqual(['other', 'stashed'])
})

describe('D5: the commit of a submodule of a submodule', () => {
  const bump = async (options: object, unset: boolean) => {
    const made = await withLibrary({ isNested: true, ...options })
    const { scratch, inLib, agent, worktree, copy } = made
    if (unset) rmSync(join(copy, 'modules'), { recursive: true })
    const commit = scratch.commit({ 'inner.txt': 'fixed\n' }, 'Fix', join(inLib, 'inner'))
    agent(inLib, 'commit', '-qam', 'Bump inner')
    agent(worktree.path, 'commit', '-qam', 'Bump lib')
    return { ...made, commit }
  }

  test('is in the user’s copy of it', async () => {
    const { commit, copy, kept, ended, agent, inLib } = await bump({}, false)
    expect(await ended()).toEqual(NOTHING)
    expect(kept(join(copy, 'modules/inner'))).toEqual([commit])
    expect(kept()).toEqual([agent(inLib, 'rev-parse', 'HEAD')])
  })

  test('is kept, and the submodule is named, when the user has no copy of it', async () => {
    const { scratch, commit, kept, ended } = await bump({}, true)
    expect((await ended()).lacking).toEqual(['lib/inner'])
    expect(kept(join(scratch.path, '.git'))).toEqual([commit])
  })
})

test('a commit that a branch of the submodule’s remote has is not lacking: a task can add a submodule', async () => {
  const { worktree, agent, library, ended, start, inLib, scratch } = await withLibrary({ hasCopy: false })
  agent(worktree.path, 'submodule', '--quiet', 'add', library.path, 'second')
  agent(worktree.path, 'commit', '-qm', 'Add a submodule')
  expect(await ended()).toEqual(NOTHING)
  library.commit({ 'lib.txt': 'newer\n' })
  agent(inLib, 'fetch', '-q')
  agent(inLib, 'switch', '-q', '--detach', 'origin/main')
  expect(await ended()).toEqual(NOTHING)
  scratch.commit({ 'lib.txt': 'own\n' }, 'Own', inLib)
  const tip = await worktree.commitAll('Work\n', [])
  expect((await worktree.keepSubmodules([start], tip)).lacking).toEqual(['lib'])
})

test('D5: a submodule that git refuses to copy stays with the agent’s git directory', async () => {
  const { inLib, agent, ended, worktree } = await withLibrary()
  writeFiles(inLib, { 'lib.txt': 'gone\n' })
  agent(inLib, 'commit', '-qam', 'Gone')
  const blob = agent(inLib, 'rev-parse', 'HEAD:lib.txt')
  const objects = join(agent(inLib, 'rev-parse', '--absolute-git-dir'), 'objects')
  rmSync(join(objects, blob.slice(0, 2), blob.slice(2)), { force: true })
  mkdirSync(join(objects, 'pack'), { recursive: true })
  const { lacking, folder } = await ended()
  expect(lacking).toEqual(['lib'])
  expect(worktree.leftBehind()).toMatchObject({ folder })
  expect(agent(join(folder ?? '', 'modules/lib'), '--git-dir=.', 'log', '-1', '--format=%s')).toBe('Gone')
})
