import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InboxMessage } from '@coppice/engine/domain/inbox-message'
import { tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { openInbox } from './inbox.ts'

function given() {
  const path = join(tempFolder(), 'inbox.jsonl')
  const cancelled: string[] = []
  const inbox = openInbox(path, ({ id }) => cancelled.push(id))
  onTestFinished(() => inbox.close())
  const line = (id: string, message: InboxMessage) => `${JSON.stringify({ id, at: 1, message })}\n`
  return { path, inbox, cancelled, line }
}

it('R1: each message is taken once, in order; a message counts when its line is complete', () => {
  const { path, inbox, line } = given()
  const ids = () => inbox.take().map(({ id }) => id)
  expect(ids()).toEqual([])
  const second = line('b', { type: 'message', text: '🌳' })
  appendFileSync(path, line('a', { type: 'message', text: 'hello' }) + second.slice(0, 20))
  expect(ids()).toEqual(['a'])
  appendFileSync(path, second.slice(20))
  expect(ids()).toEqual(['b'])
  expect(ids()).toEqual([])
})

it('a request to end is reported when it arrives', async () => {
  const { path, inbox, cancelled, line } = given()
  appendFileSync(path, line('c', { type: 'cancel' }))
  await expect.poll(() => cancelled).toEqual(['c'])
  expect(inbox.take()).toEqual([])
})
