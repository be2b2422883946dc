import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import type { InboxMessage, InboxRecord } from '../../domain/inbox-message.ts'
import { addToInbox } from './inbox.ts'

function newInbox(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-inbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'inbox.jsonl')
}

const message = (text: string): InboxMessage => ({ type: 'message', text })
const recordsOf = (path: string): InboxRecord[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

it('an inbox keeps messages in order, only its user may read it, and a second message with an id changes nothing', () => {
  const path = newInbox()
  addToInbox(path, { id: 'a', at: 1, message: message('two\nlines') })
  addToInbox(path, { id: 'b', at: 2, message: { type: 'answer', askId: '1', optionId: 'allow' } })
  addToInbox(path, { id: 'a', at: 3, message: message('another') })
  expect(recordsOf(path)).toEqual([
    { id: 'a', at: 1, message: message('two\nlines') },
    { id: 'b', at: 2, message: { type: 'answer', askId: '1', optionId: 'allow' } },
  ])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('R1: after a crash within a message, the next message is complete and earlier bytes stay', () => {
  const line = `${JSON.stringify({ id: 'b', at: 2, message: message('torn 🌳') })}\n`
  fc.assert(
    fc.property(fc.nat(Buffer.byteLength(line) - 1), (length) => {
      const path = newInbox()
      addToInbox(path, { id: 'a', at: 1, message: message('first 🌳') })
      const before = readFileSync(path)
      appendFileSync(path, Buffer.from(line).subarray(0, length))
      addToInbox(path, { id: 'b', at: 3, message: message('again') })
      expect(recordsOf(path).map(({ id, at }) => `${id} ${at}`)).toEqual(['a 1', 'b 3'])
      expect(readFileSync(path).subarray(0, before.length)).toEqual(before)
    }),
    { numRuns: 40 },
  )
})

it('R4: a message that would make the inbox larger than 1 MiB is refused', () => {
  const path = newInbox()
  addToInbox(path, { id: 'a', at: 1, message: message('x'.repeat(1_000_000)) })
  expect(() => addToInbox(path, { id: 'b', at: 1, message: message('x'.repeat(100_000)) })).toThrow(/inbox .* full/)
  addToInbox(path, { id: 'c', at: 1, message: message('small') })
  expect(recordsOf(path).map(({ id }) => id)).toEqual(['a', 'c'])
})
