import { describe, expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { containedWork } from './contained-work.ts'

/** Makes a run's work of two commits. `main` is checked out. */
function withWork(): { scratch: ScratchRepository; tip: string } {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n' })
  scratch.git(['checkout', '-q', '-b', 'run'])
  scratch.commit({ 'a.txt': 'one\nTWO\nthree\n' })
  const tip = scratch.commit({ 'b.txt': 'B\n' })
  scratch.git(['checkout', '-q', 'main'])
  scratch.commit({ 'other.txt': 'other\n' })
  return { scratch, tip }
}

const squash = ({ git }: ScratchRepository): string => {
  git(['merge', '-q', '--squash', 'run'])
  git(['commit', '-qm', 'Feature (#12)'])
  return git(['rev-parse', 'HEAD'])
}

async function found({ scratch, tip }: { scratch: ScratchRepository; tip: string }): Promise<string | null> {
  return containedWork(await scratch.open(), scratch.git(['rev-parse', 'HEAD']), tip)
}

describe('P5: work that the base branch took without its commits is recognized', () => {
  test('after a squash merge, also if the same lines were edited since', async () => {
    const work = withWork()
    const commit = squash(work.scratch)
    work.scratch.commit({ 'a.txt': 'one\nTWO, reviewed\nthree\n' })
    expect(await found(work)).toBe(commit)
  })

  test('after a rebase by a forge', async () => {
    const work = withWork()
    work.scratch.git(['cherry-pick', 'run~1', 'run'])
    const commit = work.scratch.git(['rev-parse', 'HEAD'])
    work.scratch.commit({ 'a.txt': 'one\nTWO, reviewed\nthree\n' })
    expect(await found(work)).toBe(commit)
  })

  test('but not if it took only a part', async () => {
    const work = withWork()
    work.scratch.git(['cherry-pick', 'run~1'])
    expect(await found(work)).toBeNull()
  })

  test('but not if the squash merge was edited before it was committed, or reverted later', async () => {
    const edited = withWork()
    edited.scratch.git(['merge', '-q', '--squash', 'run'])
    edited.scratch.commit({ 'a.txt': 'one\nZWEI\nthree\n' })
    expect(await found(edited)).toBeNull()
    const reverted = withWork()
    squash(reverted.scratch)
    reverted.scratch.git(['revert', '--no-edit', 'HEAD'])
    expect(await found(reverted)).toBeNull()
  })
})
