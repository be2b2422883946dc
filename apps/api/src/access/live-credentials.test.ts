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

it('A1, R2: a stream that starts during a check is not ended by this check, and the next check includes it', async () => {
  const clock = handClock()
  const live = createLiveCredentials(database.prisma, clock, () => {})
  onTestFinished(() => live.close())
  const tokens = createAccessTokens(database.prisma, clock)
  const { id } = await tokens.make({ name: 'reader', role: 'VIEWER', expiresAt: null })
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

it('A1: a stream that opens after the first call of `end` is ended by the next check', async () => {
  const clock = handClock()
  const live = createLiveCredentials(database.prisma, clock, () => {})
  onTestFinished(() => live.close())
  const tokens = createAccessTokens(database.prisma, clock)
  const { id } = await tokens.make({ name: 'early', role: 'VIEWER', expiresAt: null })
  const viewer = { name: 'early', role: 'VIEWER' } as const
  let [isOpen, looks] = [false, 0]
  const letGo = live.hold({ kind: 'token', tokenId: id, viewer }, () => {
    looks += 1
    if (isOpen) letGo()
  })
  await tokens.revoke(id)
  await live.look()
  isOpen = true
  await live.look()
  await live.look()
  expect(looks).toBe(2)
})
