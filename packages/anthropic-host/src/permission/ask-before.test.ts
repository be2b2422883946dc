import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import type { BetaToolUseBlock } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { InboxRecord } from '@coppice/engine/domain/inbox-message'
import type { SessionFact } from '@coppice/engine/domain/session-facts'
import { expect, it } from 'vitest'
import { askBefore } from './ask-before.ts'
import { Mail } from './mail.ts'

it('two commands of one reply ask one after the other, because a session has one question at a time', async () => {
  const inbox: InboxRecord[] = []
  const facts: SessionFact[] = []
  const ran: string[] = []
  const bash = {
    name: 'bash',
    run: async ({ command }: { command: string }) => {
      ran.push(command)
      return 'ok'
    },
  } as unknown as BetaRunnableTool
  const tool = askBefore(bash, {
    texts: ['npm publish'],
    mail: new Mail({ take: () => inbox.splice(0) }),
    print: Object.assign((fact: SessionFact) => facts.push(fact), { writing: () => {}, alive: () => {} }),
    redact: (text) => text,
    signal: new AbortController().signal,
  })
  const call = (id: string, command: string) => {
    const toolUse = { type: 'tool_use', id, name: 'bash', input: { command } } as BetaToolUseBlock
    return tool.run({ command }, { toolUse, toolUseBlock: toolUse })
  }
  const asked = () => facts.flatMap((fact) => (fact.type === 'PermissionAsked' ? [fact.askId] : []))
  const answer = (askId: string, optionId: string) =>
    inbox.push({ id: `of-${askId}`, at: 1, message: { type: 'answer', askId, optionId } })

  const calls = Promise.allSettled([call('one', 'npm publish a'), call('two', 'npm publish b'), call('three', 'ls')])
  await expect.poll(asked).toEqual(['one'])
  answer('one', 'reject')
  await expect.poll(asked).toEqual(['one', 'two'])
  answer('two', 'allow')
  const [one, two, three] = await calls
  expect([one.status, two.status, three.status]).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(ran).toEqual(['ls', 'npm publish b'])
})
