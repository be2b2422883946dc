import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
