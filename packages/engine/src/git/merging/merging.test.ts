import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { onRef, scratchFolder, scratchRepository } from '../fixtures/scratch-repository.ts'
import { parseMergeTree } from './parse-merge-tree.ts'

/** Makes a folder for the PATH with a program `git`, a shell script that `write` replaces. */
function programFolder() {
  const folder = scratchFolder()
  const program = join(folder, 'git')
  const write = (script: string) => writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { folder, program, write }
}

describe('D1: a merge in memory', () => {
  test('of changes without a conflict returns a tree and changes no checkout, index or ref', async () => {
    const scratch = scratchRepository()
    const base = scratch.commit({ 'a.txt': 'a\n' })
    const theirs = scratch.commit({ 'b.txt': 'b\n' })
    scratch.git(['reset', '-q', '--hard', base])
    const ours = scratch.commit({ 'c.txt': 'c\n' })
    const repository = await scratch.open()
    const before = [await repository.checkoutState(), await repository.refs('refs/heads/')]
    const merged = await repository.mergeTree(ours, theirs)
    if (!merged.clean) throw new Error('expected a clean merge')
    expect([await repository.checkoutState(), await repository.refs('refs/heads/')]).toEqual(before)
    const commit = await onRef(repository, await repository.commitTree(merged.tree, [ours, theirs], 'x\n'))
    expect(scratch.git(['ls-tree', '--name-only', commit])).toBe('a.txt\nb.txt\nc.txt')
  })

  test('names each file in conflict once, with any name and any kind of conflict', async () => {
    const scratch = scratchRepository()
    const base = scratch.commit({ 'a.txt': 'a\n', 'del.txt': 'x\n', 'sp ace\n✓': 'o\n' })
    scratch.git(['rm', '-q', 'del.txt'])
    const theirs = scratch.commit({ 'a.txt': 'theirs\n', 'sp ace\n✓': 't\n', both: 'one\n' })
    scratch.git(['reset', '-q', '--hard', base])
    const ours = scratch.commit({ 'a.txt': 'ours\n', 'del.txt': 'changed\n', 'sp ace\n✓': 'u\n', both: 'two\n' })
    const merged = await (await scratch.open()).mergeTree(ours, theirs)
    expect(merged).toEqual({ clean: false, files: ['a.txt', 'both', 'del.txt', 'sp ace\n✓'] })
  })

  test('names the paths of a conflict that leaves no path unmerged', async () => {
    const scratch = scratchRepository()
    const base = scratch.commit({ 'b.txt': 'b\n', 'docs/b.txt': 'other\n', 'docs/deep/c.txt': 'c\n' })
    scratch.git(['mv', 'docs/deep/c.txt', 'docs/c.txt'])
    const theirs = scratch.commit({})
    scratch.git(['reset', '-q', '--hard', base])
    scratch.git(['mv', 'b.txt', 'docs/deep/b.txt'])
    const ours = scratch.commit({})
    const repository = await scratch.open()
    const files = ['docs/b.txt', 'docs/deep/b.txt']
    expect(await repository.mergeTree(ours, theirs)).toEqual({ clean: false, files })
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-1'), ours, WORK_BRANCH)
    expect(await worktree.beginMerge(theirs)).toEqual([])
    expect(await worktree.unresolved(files)).toEqual([])
    const tip = await worktree.commitAll('Merge\n', [])
    expect(scratch.git(['log', '-1', '--format=%P', tip])).toBe(`${ours} ${theirs}`)
  })

  test('of unrelated histories returns a tree or a conflict, and never fails', async () => {
    const scratch = scratchRepository()
    const ours = scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['checkout', '-q', '--orphan', 'fresh'])
    const clash = scratch.commit({ 'a.txt': 'other\n' })
    const fits = scratch.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' })
    const repository = await scratch.open()
    expect(await repository.mergeTree(ours, clash)).toEqual({ clean: false, files: ['a.txt'] })
    expect(await repository.mergeTree(ours, fits)).toMatchObject({ clean: true })
    await expect(repository.mergeTree(ours, 'd'.repeat(40))).rejects.toThrow(/git merge-tree failed/)
  })

  test('becomes a commit with its parents in order and its exact message', async () => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    scratch.git(['config', 'i18n.commitEncoding', 'ISO-8859-1'])
    const repository = await scratch.open()
    const message = '# not a comment ✓\n\n  indented\n\nCoppice-Task: x\n'
    const commit = await onRef(repository, await repository.commitTree(await repository.tree(two), [two, one], message))
    expect(scratch.git(['cat-file', 'commit', commit])).toMatch(
      /^tree \w+\nparent (\w+)\nparent (\w+)\nauthor Ada <ada@example.org> /,
    )
    expect(scratch.git(['log', '-1', '--format=%P', commit])).toBe(`${two} ${one}`)
    expect(`${scratch.git(['cat-file', 'commit', commit]).split('\n\n').slice(1).join('\n\n')}\n`).toBe(message)
  })

  test('has Coppice as author when the config names nobody, and not a name that git derives from the host', async () => {
    const scratch = scratchRepository({ identity: false })
    const one = scratch.commit({ 'a.txt': '1' })
    const commit = async () => {
      const repository = await scratch.open()
      return onRef(repository, await repository.commitTree(await repository.tree(one), [one], 'x\n'))
    }
    const people = async () => scratch.git(['log', '-1', '--format=%an <%ae>, %cn <%ce>', await commit()])
    expect(await people()).toBe('Coppice <coppice@localhost>, Coppice <coppice@localhost>')
    scratch.git(['config', '--global', 'user.name', 'Grace'])
    scratch.git(['config', '--global', 'user.email', 'grace@example.org'])
    expect(await people()).toBe('Grace <grace@example.org>, Grace <grace@example.org>')
  })

  test('is made after a failure to read the identity, as soon as the cause of the failure is gone', async () => {
    const scratch = scratchRepository()
    const one = scratch.commit({ 'a.txt': '1' })
    const repository = await scratch.open()
    const config = join(scratch.path, '.git/config')
    const good = readFileSync(config)
    appendFileSync(config, '[broken\n')
    await expect(repository.identity()).rejects.toThrow(/bad config/)
    writeFileSync(config, good)
    const commit = await onRef(repository, await repository.commitTree(await repository.tree(one), [one], 'x\n'))
    expect(scratch.git(['log', '-1', '--format=%an', commit])).toBe('Ada')
  })

  test('has the author of the config, also when git could not be started or was killed when the identity was read first', async () => {
    const scratch = scratchRepository()
    const one = scratch.commit({ 'a.txt': '1' })
    const { folder, program, write } = programFolder()
    write(`PATH='${scratch.env.PATH}' exec git "$@"`)
    const repository = await createGit({ env: { ...scratch.env, PATH: folder } }).open(scratch.path)
    chmodSync(program, 0o644)
    await expect(repository.identity()).rejects.toThrow(/^git var has no result: .*EACCES/)
    chmodSync(program, 0o755)
    write('kill -9 $$')
    await expect(repository.identity()).rejects.toThrow('git var has no result: it was killed')
    write(`PATH='${scratch.env.PATH}' exec git "$@"`)
    const commit = await onRef(repository, await repository.commitTree(await repository.tree(one), [one], 'x\n'))
    expect(scratch.git(['log', '-1', '--format=%an', commit])).toBe('Ada')
  })
})

test('D4: conflicts are parsed from the exit code and NUL-separated names', () => {
  const path = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{40}$/), fc.uniqueArray(path, { maxLength: 5 }), (tree, files) => {
      const stdout = [tree, ...files].map((part) => `${part}\0`).join('')
      expect(parseMergeTree(1, stdout)).toEqual({ clean: false, files })
      expect(parseMergeTree(0, `${tree}\0`)).toEqual({ clean: true, tree })
      expect(parseMergeTree(128, stdout)).toBeNull()
      expect(parseMergeTree(1, '')).toBeNull()
    }),
  )
})

test('D1: a merge into a commit that no ref contains yet follows the attributes of that commit', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'one\n' })
  const ours = scratch.commit({ 'a.txt': 'one\nours\n', '.gitattributes': '*.txt merge=union\n' })
  scratch.git(['switch', '--quiet', '--create', 'other', base])
  const theirs = scratch.commit({ 'a.txt': 'one\ntheirs\n' })
  const repository = await scratch.open()
  const first = await repository.mergeTree(base, ours)
  const draft = await repository.commitTree(first.clean ? first.tree : '', [base, ours], 'Merge\n')
  expect(await repository.mergeTree(draft, theirs)).toMatchObject({ clean: true })
})
