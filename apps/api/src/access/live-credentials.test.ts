import { openTestDatabase, type TestDatabase } from '@coppice/persistence/testing'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { handClock } from '../fixtures/hand-clock.ts'
import { createAccessTokens } from './access-tokens.ts'
import type { Credential } from './credential.ts'
import { createLiveCredentials } from './live-credentials.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('pglite')
})
afterAll(() => database.close())

it('A1, R2: a stream that joins while the record is asked about others is neither ended nor forgotten', async () => {
  const clock = handClock()
  const live = createLiveCredentials(database.prisma, clock)
  onTestFinished(() => live.close())
  const tokens = createAccessTokens(database.prisma, clock)
  const { id } = await tokens.make('reader', 'VIEWER')
  const credential: Credential = { kind: 'token', tokenId: id, viewer: { name: 'reader', role: 'VIEWER' } }
  const ended: string[] = []
  live.hold(credential, () => void ended.push('first'))
  const looking = live.look()
  live.hold(credential, () => void ended.push('second'))
  await looking
  expect(ended).toEqual([])
  await tokens.revoke(id)
  await live.look()
  expect(ended).toEqual(['first', 'second'])
})
