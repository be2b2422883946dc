import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { brokenGit } from '../fixtures/broken-git.ts'
import { pausedGit } from '../fixtures/paused-git.ts'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

const TOPIC = 'refs/heads/topic'

test('D2: a branch that is checked out nowhere moves by compare-and-swap, and a lock that prevents this is named', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['branch', 'topic'])
  const to = scratch.commit({ 'a.txt': 'b\n' })
  const repository = await scratch.open()
  const lock = join(scratch.path, '.git/refs/heads/topic.lock')
  writeFileSync(lock, '')
  expect(await repository.fastForwardBranch(TOPIC, from, to)).toEqual({
    ok: false,
    reason: expect.stringContaining(lock),
  })
  expect(existsSync(lock)).toBe(true)
  expect(await repository.resolve(TOPIC)).toBe(from)
  const free = scratchRepository()
  const [one, two] = [free.commit({ 'a.txt': '1' }), free.commit({ 'a.txt': '2' })]
  free.git(['branch', 'topic', one])
  const other = await free.open()
  expect(await other.fastForwardBranch(TOPIC, two, two)).toMatchObject({
    ok: false,
    reason: 'topic has moved to another commit in the meantime',
  })
  expect(await other.fastForwardBranch(TOPIC, one, two)).toEqual({ ok: true })
  expect(await other.resolve(TOPIC)).toBe(two)
})

test('D2: a new branch is created only if its name is free in every way, and no checkout is on it', async () => {
  const scratch = scratchRepository()
  const to = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  expect(await repository.fastForwardBranch(TOPIC, null, to)).toEqual({ ok: true })
  expect(await repository.resolve(TOPIC)).toBe(to)
  expect(await repository.fastForwardBranch(TOPIC, null, to)).toMatchObject({ ok: false })
  expect(await repository.fastForwardBranch(`${TOPIC}/below`, null, to)).toEqual({
    ok: false,
    reason: expect.stringMatching(/^git cannot create the branch topic\/below \(.*refs\/heads\/topic/),
  })
  const worktree = `${scratch.folder}/unborn`
  scratch.git(['worktree', 'add', '--quiet', '--detach', worktree])
  scratch.git(['symbolic-ref', 'HEAD', 'refs/heads/unborn'], worktree)
  expect(await repository.fastForwardBranch('refs/heads/unborn', null, to)).toEqual({
    ok: false,
    reason: `unborn is checked out at ${worktree} now`,
  })
  expect(await repository.resolve('refs/heads/unborn')).toBeNull()
})

test('D2: a symbolic ref in the place of the delivery branch never moves the branch to which it points', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  const to = scratch.commit({ 'a.txt': 'b\n' })
  scratch.git(['branch', 'other', from])
  const ref = 'refs/heads/coppice/deliver/shop'
  scratch.git(['symbolic-ref', ref, 'refs/heads/other'])
  const repository = await scratch.open()
  await repository.fastForwardBranch(ref, from, to)
  expect(await repository.resolve('refs/heads/other')).toBe(from)
})

test('D2: a delivery to a symbolic branch finds the checkout that is on the branch to which it points', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  const to = scratch.commit({ 'a.txt': 'b\n' })
  scratch.git(['reset', '--quiet', '--hard', from])
  const master = 'refs/heads/master'
  scratch.git(['symbolic-ref', master, 'refs/heads/main'])
  const repository = await scratch.open()
  expect(await repository.checkoutOf(master)).toBe(scratch.path)
  expect(await repository.fastForwardBranch(master, from, to)).toEqual({
    ok: false,
    reason: `main is checked out at ${scratch.path} now`,
  })
  expect((await repository.deliveryPreview(master, [to])).checkout).toBe(scratch.path)
  expect(await repository.fastForwardCheckout(scratch.path, master, from, to)).toEqual({ ok: true })
  expect(scratch.git(['status', '--porcelain'])).toBe('')
  expect(scratch.git(['rev-parse', 'main'])).toBe(to)
  expect(await repository.moveCheckoutBack(scratch.path, master, to, from)).toEqual({ ok: true })
  expect(scratch.git(['status', '--porcelain'])).toBe('')
})

test('D2: when `git switch` reads the branch before it moves and sets HEAD after that, the branch moves back, and the checkout is clean', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['branch', 'topic'])
  const to = scratch.commit({ 'a.txt': 'b\n' })
  const user = await pausedGit(scratch, scratch.path, ['switch', '-q', 'topic'], 'index')
  const codes: number[] = []
  // Later than the branch moves, and long before Coppice stops waiting for such a git.
  const reach = () => void setTimeout(() => codes.push(user.finish()), 50)
  const repository = await createGit({ env: scratch.env, reach }).open(scratch.path)
  expect(await repository.fastForwardBranch(TOPIC, from, to)).toEqual({
    ok: false,
    reason: `somebody checked out topic at ${scratch.path} at the moment of the delivery`,
  })
  expect(codes).toEqual([0])
  expect(await repository.resolve(TOPIC)).toBe(from)
  expect(scratch.git(['symbolic-ref', 'HEAD'])).toBe(TOPIC)
  expect(scratch.git(['status', '--porcelain'])).toBe('')
})

test('D2, R1: when git is killed after it has moved the branch, the delivery has happened', async () => {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['branch', 'topic'])
  const to = scratch.commit({ 'a.txt': 'b\n' })
  const env = brokenGit(scratch, 'case "$*" in *" update-ref "*) "$GIT" "$@"; kill -9 $$ ;; esac')
  const repository = await createGit({ env }).open(scratch.path)
  expect(await repository.fastForwardBranch(TOPIC, from, to)).toEqual({ ok: true })
  expect(await repository.resolve(TOPIC)).toBe(to)
})
