import { expect, it } from 'vitest'
import { Mail } from './mail.ts'

function given(steer: () => Promise<boolean>) {
  const received: string[] = []
  const mail = new Mail({
    permissions: { answer: () => null },
    steer,
    print: Object.assign(
      (fact: object) => {
        if ('messageId' in fact) received.push(String(fact.messageId))
      },
      { writing: () => {}, alive: () => {} },
    ),
    redact: (text) => text,
  })
  const add = (...ids: string[]) =>
    mail.add(ids.map((id) => ({ id, at: 1, message: { type: 'message', text: `text ${id}` } })))
  return { mail, add, received }
}

it('a message that the agent could not take before its turn ended is not lost', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const { mail, add, received } = given(() => promise)
  add('a', 'b')
  await Promise.resolve()
  const taken = mail.take()
  add('c')
  resolve(false)
  expect(await taken).toEqual(['text a', 'text b', 'text c'])
  expect(received).toEqual(['a', 'b', 'c'])
})

it('a message that the agent took while it worked is not given again', async () => {
  const { mail, add, received } = given(async () => true)
  add('a')
  expect(await mail.take()).toEqual([])
  expect(received).toEqual(['a'])
})
