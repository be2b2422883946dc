import { expect, test } from 'vitest'
import { scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { verifierOf } from './testing/verifier-of.ts'
import type { Verdict } from './verifier.ts'

const CHECKS = ['echo one; false', 'true', 'echo three; false']
const going = new AbortController().signal

async function given(verify: readonly string[], settings = {}) {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': 'a\n' })
  return { commit, ...verifierOf(scratch, await scratch.open(), verify, settings) }
}

const failedIn = (verdict: Verdict) => (verdict.is === 'refused' ? verdict.failed.map(({ check }) => check) : verdict)

test('D3: verify stops at the first command that fails', async () => {
  const { verifier, commit, ran } = await given(CHECKS)
  expect(failedIn(await verifier.verify(commit, going))).toEqual([CHECKS[0]])
  expect(ran).toEqual([CHECKS[0]])
})

test('D3: when all failures are asked for, verify runs every command', async () => {
  const { verifier, commit, ran } = await given(CHECKS)
  expect(failedIn(await verifier.verify(commit, going, 'all'))).toEqual([CHECKS[0], CHECKS[2]])
  expect(ran).toEqual(CHECKS)
})

test('D3: after a failed setup every check counts as failed', async () => {
  const { verifier, commit, ran } = await given(['true'], { setup: ['false'] })
  expect(failedIn(await verifier.verify(commit, going, 'all'))).toEqual(['setup', 'true'])
  expect(ran).toEqual(['false'])
})

test('a failed teardown refuses the tree', async () => {
  const { verifier, commit } = await given(['true'], { teardown: ['false'] })
  expect(failedIn(await verifier.verify(commit, going))).toEqual(['teardown'])
})

test('an aborted verify is no verdict', async () => {
  const { verifier, commit } = await given(CHECKS)
  expect(await verifier.verify(commit, AbortSignal.abort(), 'all')).toEqual({ is: 'aborted' })
})
