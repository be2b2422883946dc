import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { otherDisk, testWhere } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { PROJECT, type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'

const RUN = 'refs/heads/coppice/run-1'
const disk = otherDisk()

/** Puts a commit of Coppice on a branch, whose objects are then in the user's repository. */
async function moved(scratch: ScratchRepository, path = scratch.path): Promise<string> {
  const base = scratch.git(['rev-parse', 'HEAD'], path)
  const repository = await createGit({ env: scratch.env }).open(path, null, PROJECT)
  const commit = await repository.commitTree(await repository.tree(base), [base], 'Merge\n')
  await repository.updateRef(RUN, commit, null)
  return commit
}

testWhere(
  test,
  disk !== null,
  'this machine has one disk for temporary files',
)('D5: the folder of packs may be a link to another disk', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n' })
  const packs = join(scratch.path, '.git/objects/pack')
  const elsewhere = mkdtempSync(join(disk ?? '', 'coppice-packs-'))
  onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }))
  rmSync(packs, { recursive: true })
  symlinkSync(elsewhere, packs)
  const commit = await moved(scratch)
  expect(scratch.git(['rev-parse', RUN])).toBe(commit)
  expect(readdirSync(elsewhere).filter((name) => name.startsWith('coppice-'))).toEqual([])
  expect(scratch.git(['fsck', '--full', '--no-dangling', '--no-progress'])).toBe('')
})

test('D1: a repository whose objects come from others, five in a row, has all of them', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n' })
  let last = scratch.path
  for (let depth = 1; depth <= 5; depth++) {
    const next = join(scratch.folder, `borrows-${depth}`)
    scratch.git(['clone', '-q', '--shared', last, next])
    last = next
  }
  const commit = await moved(scratch, last)
  expect(scratch.git(['rev-parse', RUN], last)).toBe(commit)
})
