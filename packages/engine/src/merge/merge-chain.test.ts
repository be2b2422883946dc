import { expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { noFailPoints } from '../ports/fail-points.ts'
import type { Repository } from '../ports/git.ts'
import { type ChainedWork, linkUp, mergeChain } from './merge-chain.ts'
import { mergeMessage } from './merge-message.ts'
import type { Verdict } from './verifier.ts'

const BRANCH = 'refs/heads/coppice/run-1'
const going = new AbortController().signal
const FAILURE = { class: 'work', reason: 'verify failed', output: '' } as const

/** A repository with a run's branch, and works that each change one file of their own. */
async function given(files: Readonly<Record<string, Record<string, string>>>) {
  const scratch = scratchRepository()
  const tip = scratch.commit({ 'base.txt': 'base\n' })
  const works = Object.entries(files).map(([key, own]): ChainedWork => {
    scratch.git(['checkout', '-q', '-B', `work/${key}`, tip])
    return workOf(key, scratch.commit(own))
  })
  const repository = await scratch.open()
  await repository.updateRef(BRANCH, tip, null)
  return { scratch, repository, tip, works }
}

const workOf = (key: string, workCommit: string): ChainedWork => ({
  key,
  workCommit,
  refusedTree: null,
  message: (verified) =>
    mergeMessage({ project: 'p', run: 1, epic: 'e', task: key, session: null, title: key, verified }),
})

/** A verifier that passes a tree when `passes` returns true for its files. `asked` has the files of each verify, without the file of the base. */
function verifierBy(scratch: ScratchRepository, repository: Repository, passes: (files: readonly string[]) => boolean) {
  const asked: string[] = []
  return {
    asked,
    verify: async (commit: string): Promise<Verdict> => {
      const tree = await repository.tree(commit)
      await repository.updateRef('refs/heads/seen', commit, await repository.resolve('refs/heads/seen'))
      const files = scratch.git(['ls-tree', '-r', '--name-only', tree]).split('\n')
      asked.push(files.filter((name) => name !== 'base.txt').join(' '))
      return passes(files) ? { is: 'passed' } : { is: 'refused', failed: [{ check: 'check', failure: FAILURE }] }
    },
  }
}

const named = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { [key]: `${key}\n` }]))

async function chained(
  { scratch, repository, tip, works }: Awaited<ReturnType<typeof given>>,
  passes: (files: readonly string[]) => boolean,
) {
  const verifier = verifierBy(scratch, repository, passes)
  const links = await linkUp(repository, tip, works)
  const moves: number[] = []
  const watch = { onMoved: async (all: readonly string[]) => void moves.push(all.length), reach: noFailPoints }
  const stop = await mergeChain(repository, verifier, { branch: BRANCH, tip, links }, going, watch)
  const log = scratch.git(['log', '--first-parent', '--reverse', '--format=%s', `${tip}..${BRANCH}`])
  return { stop, asked: verifier.asked, moves, merged: log.split('\n').filter(Boolean), links }
}

test('D1, D3: works that pass verify together are merged in their order, each by a commit of its own that says what was verified', async () => {
  const world = await given(named('a', 'b', 'c'))
  const { stop, asked, moves } = await chained(world, () => true)
  expect({ stop, asked, moves }).toEqual({ stop: null, asked: ['a b c'], moves: [3] })
  const format = '%s|%(trailers:key=Coppice-Verified,valueonly,separator=%x2C)'
  const { scratch, tip, works } = world
  expect(scratch.git(['log', '--first-parent', '--reverse', `--format=${format}`, `${tip}..${BRANCH}`])).toBe(
    'Merge a: a|together with c\nMerge b: b|together with c\nMerge c: c|true',
  )
  const parents = scratch.git(['log', '--first-parent', '--reverse', '--format=%P', `${tip}..${BRANCH}`]).split('\n')
  expect(parents.map((line) => line.split(' ')[1])).toEqual(works.map(({ workCommit }) => workCommit))
})

test.each([
  ['a', [], ['a b c d', 'a b', 'a'], []],
  ['b', ['a'], ['a b c d', 'a b', 'a'], [1]],
  ['c', ['a', 'b'], ['a b c d', 'a b', 'a b c'], [2]],
  ['d', ['a', 'b', 'c'], ['a b c d', 'a b', 'a b c'], [2, 1]],
])(
  'D3: when %s breaks verify, exactly the works before it are merged, and it is refused',
  async (bad, before, all, by) => {
    const { stop, asked, moves, merged, links } = await chained(
      await given(named('a', 'b', 'c', 'd')),
      (files) => !files.includes(bad),
    )
    expect({ asked, moves }).toEqual({ asked: all, moves: by })
    expect(merged).toEqual(before.map((key) => `Merge ${key}: ${key}`))
    expect(stop).toEqual({ is: 'refused', tree: links.find(({ work }) => work.key === bad)?.tree, failure: FAILURE })
  },
)

test('D3: of several works that break verify, the first one is refused', async () => {
  const { stop, merged } = await chained(
    await given(named('a', 'b', 'c', 'd')),
    (files) => !files.includes('b') && !files.includes('d'),
  )
  expect(stop).toMatchObject({ is: 'refused' })
  expect(merged).toEqual(['Merge a: a'])
})

test('S2: a work that breaks verify passes when a later work of the chain repairs it (ADR 0085)', async () => {
  const { stop, merged } = await chained(
    await given(named('a', 'b')),
    (files) => !files.includes('a') || files.includes('b'),
  )
  expect(stop).toBeNull()
  expect(merged).toEqual(['Merge a: a', 'Merge b: b'])
})

test('D3, S7: after an abort, a failure of Coppice or a moved branch, the branch is where it was', async () => {
  const { scratch, repository, tip, works } = await given(named('a', 'b'))
  const links = await linkUp(repository, tip, works)
  const chain = { branch: BRANCH, tip, links }
  const onMoved = async () => expect.unreachable('the branch must not move')
  const mergeWith = (verdict: Verdict, from = tip) =>
    mergeChain(repository, { verify: async () => verdict }, { ...chain, tip: from }, going, {
      onMoved,
      reach: noFailPoints,
    })
  expect(await mergeWith({ is: 'aborted' })).toEqual({ is: 'aborted' })
  expect(await mergeWith({ is: 'broken', failure: FAILURE })).toEqual({ is: 'broken', failure: FAILURE })
  expect(await mergeWith({ is: 'passed' }, works[0]?.workCommit ?? '')).toEqual({ is: 'tip-moved' })
  expect(scratch.git(['rev-parse', BRANCH])).toBe(tip)
})

test('D4, D6: a chain ends before a work that conflicts, that is lost, or whose tree verify has refused', async () => {
  const { repository, tip, works } = await given({ ...named('a', 'b'), c: { b: 'another b\n' } })
  const keysOf = async (some: readonly ChainedWork[]) =>
    (await linkUp(repository, tip, some)).map(({ work }) => work.key)
  expect(await keysOf(works)).toEqual(['a', 'b'])
  const [a, b, c] = works as [ChainedWork, ChainedWork, ChainedWork]
  expect(await keysOf([a, { ...b, workCommit: '1'.repeat(40) }, c])).toEqual(['a'])
  const refusedTree = (await linkUp(repository, tip, [a, b]))[1]?.tree ?? null
  expect(await keysOf([a, { ...b, refusedTree }, c])).toEqual(['a'])
})

test('D1: a work without a change has one parent in a chain too', async () => {
  const { scratch, repository, tip, works } = await given(named('a'))
  const nothing = { ...workOf('nothing', ''), workCommit: null }
  const links = await linkUp(repository, tip, [...works, nothing])
  const verifier = verifierBy(scratch, repository, () => true)
  const watch = { onMoved: async () => {}, reach: noFailPoints }
  expect(await mergeChain(repository, verifier, { branch: BRANCH, tip, links }, going, watch)).toBeNull()
  expect(scratch.git(['log', '-1', '--format=%P', BRANCH])).toBe(scratch.git(['rev-parse', `${BRANCH}^`]))
})

test('D5: a user who prunes after each verify does not stop a chain that is halved (ADR 0085)', async () => {
  const world = await given(named('a', 'b', 'c', 'd'))
  const { scratch, repository, tip, works } = world
  const { asked, verify } = verifierBy(scratch, repository, (files) => !files.includes('d'))
  const verifier = {
    verify: async (commit: string): Promise<Verdict> => {
      const verdict = await verify(commit)
      scratch.git(['reflog', 'expire', '--expire=now', '--all'])
      scratch.git(['gc', '--quiet', '--prune=now'])
      return verdict
    },
  }
  const links = await linkUp(repository, tip, works)
  const watch = { onMoved: async () => {}, reach: noFailPoints }
  const stop = await mergeChain(repository, verifier, { branch: BRANCH, tip, links }, going, watch)
  expect(stop).toMatchObject({ is: 'refused', tree: links[3]?.tree })
  expect(asked).toEqual(['a b c d', 'a b', 'a b c'])
  expect(scratch.git(['log', '-1', '--format=%s', BRANCH])).toBe('Merge c: c')
})
