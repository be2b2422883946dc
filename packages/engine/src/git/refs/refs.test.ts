import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROJECT, scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'
import { isFullRefName } from './ref-name.ts'

const RUN = 'refs/heads/coppice/run-1'
const BELOW = ['refs/heads/coppice/work/run-1/', 'refs/coppice/kept/run-1/']

describe('refs', () => {
  test('D1: a ref moves by compare-and-swap, and a lost race is not an error', async () => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    const repository = await scratch.open()
    expect(await repository.updateRef(RUN, one, null)).toBe(true)
    expect(await repository.updateRef(RUN, two, null)).toBe(false)
    expect(await repository.updateRef(RUN, one, two)).toBe(false)
    expect(await repository.resolve(RUN)).toBe(one)
    expect(await repository.updateRef(RUN, two, one)).toBe(true)
  })

  test('refs are deleted together if they are at the given commits; refs that have moved are not deleted', async () => {
    const scratch = scratchRepository()
    const one = scratch.commit({ 'a.txt': '1' })
    const two = scratch.commit({ 'a.txt': '2' })
    const repository = await scratch.open()
    const named = (name: string, commit: string) => ({ ref: `refs/heads/coppice/work/run-1/${name}`, commit })
    for (const { ref, commit } of [named('a', one), named('b', one), named('moved', two)])
      await repository.updateRef(ref, commit, null)
    scratch.git(['pack-refs', '--all'])
    await repository.deleteRefs([named('a', one), named('moved', one), named('b', one), named('gone', one)])
    expect(await repository.refs('refs/heads/coppice/work/')).toEqual([named('moved', two)])
    await repository.deleteRefs([])
  })

  test.each([
    'refs/heads/coppice/run-1',
    'refs/heads/coppice/run-1/mine',
    'refs/heads/coppice/work/run-1',
    'refs/heads/coppice/work/run-1/a',
    'refs/coppice/kept/run-1/a/1',
  ])('the names of a run are taken when %s exists, and nothing is stored', async (taken) => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    scratch.git(['update-ref', taken, commit])
    const repository = await scratch.open()
    const stored: string[] = []
    const store = async (): Promise<string> => String(stored.push(taken))
    expect(await repository.reserve(RUN, BELOW, commit, store)).toEqual({ is: 'taken' })
    expect(stored).toEqual([])
    scratch.git(['pack-refs', '--all'])
    expect(await repository.reserve(RUN, BELOW, commit, store)).toEqual({ is: 'taken' })
  })

  test.each([
    ['a lock that a killed git left', 'refs/heads/coppice/run-1.lock'],
    ['a file that is not a ref', 'refs/heads/coppice/run-1'],
    ['a folder with another file in it', 'refs/heads/coppice/run-1/x.lock'],
  ])('a name that git cannot create counts as taken: %s', async (_, file) => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    const repository = await scratch.open()
    writeFiles(join(scratch.path, '.git'), { [file]: 'nothing of git' })
    expect(await repository.reserve(RUN, BELOW, commit, async () => 'stored')).toEqual({ is: 'taken' })
    const other = [BELOW[0]?.replace('run-1', 'run-2') ?? '']
    expect(await repository.reserve(`${RUN}2`, other, commit, async () => 'stored')).toMatchObject({ is: 'reserved' })
  })

  test('when git can create no branch of Coppice at all, the refusal quotes git’s reason', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    const repository = await scratch.open()
    writeFiles(join(scratch.path, '.git'), { 'refs/heads/coppice': 'nothing of git' })
    const reserving = repository.reserve(RUN, BELOW, commit, async () => 'stored')
    await expect(reserving).rejects.toThrow(/git cannot create branches in .*: .*refs\/heads\/coppice/)
  })

  test('D5: only the refs in the history of a given commit are listed', async () => {
    const scratch = scratchRepository()
    const one = scratch.commit({ 'a.txt': '1' })
    const two = scratch.commit({ 'a.txt': '2' })
    const repository = await scratch.open()
    await repository.updateRef(RUN, one, null)
    await repository.updateRef(`${RUN}1`, two, null)
    expect((await repository.refs('refs/heads/coppice/', one)).map(({ ref }) => ref)).toEqual([RUN])
  })

  test('R1: when a killed git left a lock, deleting refs is an error and deletes nothing', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    const repository = await scratch.open()
    await repository.updateRef(RUN, commit, null)
    scratch.git(['pack-refs', '--all'])
    writeFileSync(join(scratch.path, '.git/packed-refs.lock'), '')
    await expect(repository.deleteRefs([{ ref: RUN, commit }])).rejects.toThrow(/packed-refs\.lock/)
    expect(await repository.resolve(RUN)).toBe(commit)
  })

  test.each([
    ['a run branch', RUN, `${RUN}.lock`],
    ['the pin of a run branch', RUN, `refs/coppice/pins/run-1/${PROJECT}.lock`],
    ['a work branch', `${BELOW[0]}a`, `${BELOW[0]}a.lock`],
    ['the pin of a work branch', `${BELOW[0]}a`, `refs/coppice/pins/work/run-1/${PROJECT}/a.lock`],
  ])('R1: when a killed git left the lock of %s, the branch moves and is deleted anyway', async (_, ref, lock) => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    const repository = await scratch.open()
    await repository.updateRef(ref, one, null)
    writeFiles(join(scratch.path, '.git'), { [lock]: '' })
    expect(await repository.updateRef(ref, two, one)).toBe(true)
    writeFiles(join(scratch.path, '.git'), { [lock]: '' })
    await repository.deleteRefs([{ ref, commit: two }])
    expect(await repository.refs('refs/heads/coppice/')).toEqual([])
  })

  test('R1: a lock of a branch that a user made beside the branches of Coppice is not removed', async () => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    const repository = await scratch.open()
    const mine = 'refs/heads/coppice/mine'
    await repository.updateRef(mine, one, null)
    writeFiles(join(scratch.path, '.git'), { [`${mine}.lock`]: '' })
    await expect(repository.updateRef(mine, two, one)).rejects.toThrow(/mine\.lock/)
  })

  test('D1: when twenty calls move a ref from the same commit at once, exactly one succeeds', async () => {
    const scratch = scratchRepository()
    const base = scratch.commit({ 'a.txt': '1' })
    const repositories = [await scratch.open(), await scratch.open()]
    await repositories[0]?.updateRef(RUN, base, null)
    const tree = scratch.git(['rev-parse', 'HEAD^{tree}'])
    const contenders = Array.from({ length: 20 }, (_, index) =>
      scratch.git(['commit-tree', tree, '-p', base, '-m', `${index}`]),
    )
    const won = await Promise.all(contenders.map((to, index) => repositories[index % 2]?.updateRef(RUN, to, base)))
    expect(won.filter(Boolean)).toHaveLength(1)
  })

  test('a ref that git cannot create is an error, not a lost race', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    const repository = await scratch.open()
    scratch.git(['branch', 'coppice'])
    await expect(repository.updateRef(RUN, commit, null)).rejects.toThrow(/git update-ref failed.*refs\/heads\/coppice/)
    await expect(repository.updateRef(RUN, '0'.repeat(39), null)).rejects.toThrow(/is not a full object id/)
    await expect(repository.updateRef('--stdin', commit, null)).rejects.toThrow(/is not a full ref name/)
  })

  test('I2: a symbolic ref in place of a ref of Coppice does not redirect a write', async () => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    const repository = await scratch.open()
    scratch.git(['branch', 'precious', one])
    scratch.git(['symbolic-ref', RUN, 'refs/heads/precious'])
    expect(await repository.updateRef(RUN, two, one)).toBe(true)
    expect(await repository.resolve('refs/heads/precious')).toBe(one)
  })
})

describe('reading refs and commits', () => {
  test('resolve accepts full ref names and object ids, follows tags, and accepts no revision syntax', async () => {
    const scratch = scratchRepository()
    const one = scratch.commit({ 'a.txt': '1' })
    scratch.commit({ 'a.txt': '2' })
    scratch.git(['tag', '-a', 'v1', '-m', 'v1', one])
    scratch.git(['branch', 'feature/ünï', one])
    const repository = await scratch.open()
    for (const name of ['refs/tags/v1', 'refs/heads/feature/ünï', one]) expect(await repository.resolve(name)).toBe(one)
    const absent = [
      'refs/heads/main~1',
      'refs/heads/main^{/x}',
      'refs/heads/main@{1}',
      'main',
      '--help',
      '',
      one.slice(0, 8),
    ]
    for (const name of [...absent, 'refs/heads/nope', 'f'.repeat(40), 'refs/heads/a..b', 'refs/heads/main\n'])
      expect(await repository.resolve(name)).toBeNull()
    expect(await repository.resolve(scratch.git(['rev-parse', `${one}^{tree}`]))).toBeNull()
  })

  test('refs lists full names below a prefix', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': '1' })
    for (const name of ['coppice/run-1', 'coppice/work/run-1/a', 'coppicelike']) scratch.git(['branch', name])
    const repository = await scratch.open()
    expect(await repository.refs('refs/heads/coppice/')).toEqual([
      { ref: 'refs/heads/coppice/run-1', commit },
      { ref: 'refs/heads/coppice/work/run-1/a', commit },
    ])
    expect(await repository.refs('refs/coppice/kept/')).toEqual([])
  })

  test('isAncestor returns whether a commit contains another', async () => {
    const scratch = scratchRepository()
    const [one, two] = [scratch.commit({ 'a.txt': '1' }), scratch.commit({ 'a.txt': '2' })]
    const repository = await scratch.open()
    expect(await repository.isAncestor(one, two)).toBe(true)
    expect(await repository.isAncestor(two, one)).toBe(false)
    expect(await repository.isAncestor(one, one)).toBe(true)
    await expect(repository.isAncestor('e'.repeat(40), one)).rejects.toThrow(/merge-base failed/)
  })
})

test('I4: the check of ref names agrees with git', () => {
  const odd = fc.constantFrom(
    '..',
    '.lock',
    '@{',
    '~',
    '^',
    ':',
    ' ',
    '\\',
    '*',
    '[',
    '?',
    '//',
    '/',
    '.',
    '-',
    '@',
    'é',
  )
  const name = fc
    .array(fc.oneof(odd, fc.stringMatching(/^[a-z]{1,3}$/)), { maxLength: 5 })
    .map((parts) => `refs/heads/${parts.join('')}`)
  fc.assert(
    fc.property(name, (ref) => {
      expect(isFullRefName(ref)).toBe(spawnSync('git', ['check-ref-format', ref]).status === 0)
    }),
    { numRuns: 80 },
  )
})
