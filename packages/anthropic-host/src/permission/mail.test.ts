import type { InboxMessage } from '@coppice/engine/domain/inbox-message'
import { expect, it } from 'vitest'
import { Mail } from './mail.ts'

function given() {
  const waiting: { id: string; at: number; message: InboxMessage }[] = []
  const mail = new Mail({ take: () => waiting.splice(0) })
  const send = (id: string, message: InboxMessage) => waiting.push({ id, at: 1, message })
  return { mail, send, stop: new AbortController() }
}

it('the answer to a question is found, and a message that arrives meanwhile is kept for the model', async () => {
  const { mail, send, stop } = given()
  const answer = mail.answerTo('ask-1', stop.signal)
  send('m1', { type: 'message', text: 'hello' })
  send('a2', { type: 'answer', askId: 'another', optionId: 'allow' })
  send('a1', { type: 'answer', askId: 'ask-1', optionId: 'reject' })
  expect(await answer).toEqual({ id: 'a1', optionId: 'reject' })
  expect(mail.take().map(({ id }) => id)).toEqual(['m1', 'a2'])
  expect(mail.take()).toEqual([])
})

it('the wait for an answer ends with the session', async () => {
  const { mail, stop } = given()
  const answer = mail.answerTo('ask-1', stop.signal)
  stop.abort()
  await expect(answer).rejects.toThrow()
})
