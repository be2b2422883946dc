import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { stuckText } from '../domain/stuck-folder.ts'
import { WORK_BRANCH } from '../git/fixtures/leased-worktree.ts'
import { canMount } from '../git/fixtures/mounts.ts'
import { scratchFolder, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { verifierOf } from '../merge/testing/verifier-of.ts'
import { RunWorktrees } from './run-worktrees.ts'

/** Mounts a file system in a folder, which nobody can delete then. */
function occupy(folder: string): void {
  const disk = scratchFolder()
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['--bind', disk, folder])
}

/** The mounts below a folder are undone before it is removed. */
function unmountLater(folder: string): void {
  onTestFinished(() => {
    const mounted = execFileSync('findmnt', ['-rno', 'TARGET'], { encoding: 'utf8' }).split('\n')
    for (const one of mounted.filter((target) => target.startsWith(folder))) execFileSync('umount', ['--lazy', one])
  })
}

const where = testWhere(test, canMount(), 'only root can mount a file system')

where('I5: a slot continues with a new folder when the old one cannot be deleted, and says so once', async () => {
  const scratch = scratchRepository()
  unmountLater(scratch.folder)
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const root = join(scratch.folder, 'run-1')
  const worktrees = new RunWorktrees(await scratch.open(), root)
  const first = await worktrees.prepare(0, base, WORK_BRANCH, [])
  occupy(join(first.path, 'cache'))
  await worktrees.release(0)
  const second = await worktrees.prepare(0, base, `${WORK_BRANCH}-2`, [])
  expect(scratch.git(['status', '--porcelain', '--ignored'], second.path)).toBe('')
  const [stuck, ...others] = worktrees.takeStuck()
  expect(others).toEqual([])
  const left = join(root, 'slot-0.left-1')
  expect(existsSync(join(left, 'tree/cache'))).toBe(true)
  expect(stuck && stuckText(stuck)).toMatch(new RegExp(`EBUSY.* It is now ${left}, .*: sudo rm -rf '${left}'$`))
  await worktrees.release(0)
  await worktrees.prepare(0, base, `${WORK_BRANCH}-3`, [])
  expect(worktrees.takeStuck()).toEqual([])
})

where('D3: verify continues with a new folder when the old one cannot be deleted', async () => {
  const scratch = scratchRepository()
  unmountLater(scratch.folder)
  const { verifier, stuck } = verifierOf(scratch, await openAfter(scratch), ['true'])
  const tree = join(scratch.folder, 'worktrees/verify/tree')
  const going = new AbortController().signal
  expect(await verifier.verify(scratch.git(['rev-parse', 'HEAD']), going)).toEqual({ is: 'passed' })
  occupy(join(tree, 'cache'))
  expect(await verifier.verify(scratch.commit({ 'b.txt': 'b\n' }), going)).toEqual({ is: 'passed' })
  expect(stuck.map(({ folder }) => folder)).toEqual([join(scratch.folder, 'worktrees/verify.left-1')])
})

function openAfter(scratch: ReturnType<typeof scratchRepository>) {
  scratch.commit({ 'a.txt': 'a\n' })
  return scratch.open()
}
