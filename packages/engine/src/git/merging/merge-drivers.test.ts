import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createGit } from '../create-git.ts'
import { onRef, type ScratchRepository, scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'
import { withTrap } from '../fixtures/with-trap.ts'

/** Creates two commits on `base` that change the same line of `a.txt`. */
function twoSides(scratch: ScratchRepository, attributes: string) {
  const base = scratch.commit({ '.gitattributes': attributes, 'a.txt': 'base\n' })
  const theirs = scratch.commit({ 'a.txt': 'theirs\n' })
  scratch.git(['reset', '-q', '--hard', base])
  return { base, theirs, ours: scratch.commit({ 'a.txt': 'ours\n' }) }
}

describe('D1: a merge in memory follows the attributes of our side', () => {
  test('even after an earlier merge has changed the attributes', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = twoSides(scratch, '')
    const repository = await scratch.open()
    expect(await repository.mergeTree(ours, theirs)).toEqual({ clean: false, files: ['a.txt'] })
    const union = scratch.commit({ 'deep/x.txt': 'x\n', '.gitattributes': '*.txt merge=union\n' })
    const merged = await repository.mergeTree(union, theirs)
    const tree = merged.clean ? merged.tree : ''
    const commit = await onRef(repository, await repository.commitTree(tree, [union], 'x\n'))
    expect(scratch.git(['show', `${commit}:a.txt`])).toBe('ours\ntheirs')
    const without = scratch.commit({ '.gitattributes': '# nothing\n' })
    expect(await repository.mergeTree(without, theirs)).toEqual({ clean: false, files: ['a.txt'] })
    expect(await repository.mergeTree(union, theirs)).toEqual(merged)
  })

  test.each(['sha1', 'sha256'] as const)('in a repository with %s', async (objectFormat) => {
    const scratch = scratchRepository({ objectFormat })
    const { ours, theirs } = twoSides(scratch, 'a.txt merge=union\n')
    expect(await (await scratch.open()).mergeTree(ours, theirs)).toMatchObject({ clean: true })
  })

  test('and leaves no folder with attributes, even if the tree contains a folder `..`', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = twoSides(scratch, 'a.txt merge=union\n')
    const evil = scratch.git(['hash-object', '-w', '--stdin'])
    const inner = makeTree(scratch, `100644 blob ${evil}\t.gitattributes\n`)
    const up = makeTree(scratch, `040000 tree ${inner}\tescaped\n`)
    const entries = scratch.git(['ls-tree', ours])
    const tree = makeTree(scratch, `${entries}\n040000 tree ${up}\t..\n`)
    const crafted = scratch.git(['commit-tree', tree, '-p', ours, '-m', 'x'])
    const repository = await scratch.open()
    const temporary = join(scratch.folder, 'temporary')
    mkdirSync(temporary)
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await repository.mergeTree(crafted, theirs)).toBeDefined()
    expect(readdirSync(temporary).filter((name) => !name.startsWith('coppice-objects-'))).toEqual([])
  })
})

describe('D1: a merge driver', () => {
  test('that fails, or whose program is missing, causes a conflict, even if the merged tree has no conflict markers', async () => {
    for (const driver of ['false', '/nowhere/tool %A']) {
      const scratch = scratchRepository()
      scratch.git(['config', 'merge.own.driver', driver])
      const { ours, theirs } = twoSides(scratch, 'a.txt merge=own\n')
      expect(await (await scratch.open()).mergeTree(ours, theirs)).toEqual({ clean: false, files: ['a.txt'] })
    }
  })

  test('that causes git to abort the merge causes a conflict in its files', async () => {
    const scratch = scratchRepository()
    scratch.git(['config', 'merge.own.driver', 'rm %A'])
    const { ours, theirs } = twoSides(scratch, 'a.txt merge=own\n')
    expect(() => scratch.git(['merge', theirs])).toThrow()
    expect(await (await scratch.open()).mergeTree(ours, theirs)).toEqual({ clean: false, files: ['a.txt'] })
  })

  test('I2: runs only if the project trusts it', async () => {
    const { scratch, trap, sprung } = await withTrap()
    const { ours, theirs } = twoSides(scratch, 'a.txt merge=evil\n')
    const trusted = await (await scratch.open()).programs()
    scratch.git(['config', 'merge.evil.driver', trap])
    const wary = await createGit({ env: scratch.env }).open(scratch.path, trusted)
    expect(await wary.mergeTree(ours, theirs)).toEqual({ clean: false, files: ['a.txt'] })
    expect(sprung()).toBe(false)
    await (await scratch.open()).mergeTree(ours, theirs)
    expect(sprung()).toBe(true)
  })
})

test('I2: a merge of submodules in a partial clone runs nothing that the config of the submodule names', async () => {
  const { scratch, trap, sprung } = await withTrap()
  const { git, folder } = scratch
  const [lib, source] = [join(folder, 'lib'), scratch.path]
  git(['init', '-q', '-b', 'main', lib], folder)
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
  const commits = ['1', '2', '3'].map((text) => {
    writeFiles(lib, { 'l.txt': text })
    git(['add', '-A'], lib)
    git([...who, 'commit', '-qm', text], lib)
    return git(['rev-parse', 'HEAD'], lib)
  })
  git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', `file://${lib}`, 'lib'])
  const at = (commit: string | undefined) => {
    git(['checkout', '-q', commit ?? ''], join(source, 'lib'))
    return scratch.commit({}, 'Move lib')
  }
  const base = at(commits[0])
  const theirs = at(commits[1])
  git(['reset', '-q', '--hard', base])
  const ours = at(commits[2])
  const modules = join(source, '.git/modules/lib')
  for (const [key, value] of [
    ['remote.evil.url', `file://${lib}`],
    ['remote.evil.promisor', 'true'],
    ['remote.evil.uploadpack', `${trap} </dev/null #`],
  ] as const)
    git(['config', key, value], join(source, 'lib'))
  // The submodule has no objects, as after a clone without its objects. The main repository is a partial clone.
  git(['config', 'remote.origin.url', `file://${folder}/nowhere`])
  git(['config', 'remote.origin.promisor', 'true'])
  const objects = join(modules, 'objects')
  for (const name of readdirSync(objects)) rmSync(join(objects, name), { recursive: true })
  const repository = await scratch.open()
  expect(await repository.mergeTree(ours, theirs)).toEqual({ clean: false, files: ['lib'] })
  const worktree = await repository.addWorktree(join(folder, 'trees/slot-1'), ours, null)
  const cloned = join(worktree.path, 'lib/.git')
  cpSync(modules, cloned, { recursive: true })
  git(['config', '--file', join(cloned, 'config'), '--unset', 'core.worktree'])
  expect(await worktree.beginMerge(theirs)).toEqual(['lib'])
  expect(sprung()).toBe(false)
})

const makeTree = ({ path, env }: ScratchRepository, entries: string): string =>
  execFileSync('git', ['mktree'], { cwd: path, env, input: entries, encoding: 'utf8' }).trim()
