import { expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { rewrittenBase } from './rewritten-base.ts'

/** A base branch that a delivery moved from one commit to another, by the work of two tasks. */
function delivered() {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'first.txt': 'first\n' })
  const a = scratch.commit({ 'a.txt': 'a\n' })
  const to = scratch.commit({ 'b.txt': 'b\n' })
  return { scratch, from, a, to }
}

/** Asks as the server does after a crash, when the record says that the base branch was about to move back. */
async function asked(scratch: ScratchRepository, from: string, delivered: string): Promise<string | null> {
  const run = { number: 1, baseBranch: 'main', deliveryTarget: from }
  return rewrittenBase(await scratch.open(), run, { delivered, from }, scratch.git(['rev-parse', 'main']))
}

test('P5, R1: when the server dies before the base branch moves back, and a person then takes a part of the work away, the delivery is not undone', async () => {
  const { scratch, from, a, to } = delivered()
  scratch.git(['rebase', '-q', '--onto', from, a])
  expect(scratch.git(['ls-files']).split('\n')).toEqual(['b.txt', 'first.txt'])
  expect(await asked(scratch, from, to)).toMatch(/git cannot tell whether main still has the work/)
})

test('P5, R1: when the server dies after the base branch has moved back, the delivery is undone, also with later commits', async () => {
  const { scratch, from, to } = delivered()
  const repository = await scratch.open()
  expect(await repository.moveCheckoutBack(scratch.path, 'refs/heads/main', to, from)).toEqual({ ok: true })
  expect(await asked(scratch, from, to)).toBeNull()
  scratch.commit({ 'mine.txt': 'mine\n' })
  expect(await asked(scratch, from, to)).toBeNull()
})
