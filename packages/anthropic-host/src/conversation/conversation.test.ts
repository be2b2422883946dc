import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Conversation } from './conversation.ts'
import { readConversation } from './conversation-file.ts'
import { lastClaim } from './last-claim.ts'

const call = (id: string) => ({ type: 'tool_use' as const, id, name: 'bash', input: { command: id } })
const result = (id: string, content = 'ok') => ({ type: 'tool_result' as const, tool_use_id: id, content })
const text = (words: string) => ({ type: 'text' as const, text: words })
const resume = (folder: string, id: string) =>
  Conversation.resume(tempFolder(), folder, id, { is: 'rest', text: 'continue' })

/** A conversation whose last reply calls two tools. Only one of the two has ended. */
function cutOff() {
  const folder = tempFolder()
  const one = Conversation.begin(folder, 'do it')
  one.reply([text('I do.'), call('a')], 'tool_use')
  one.result(result('a'))
  one.reply([call('b'), call('c')], 'tool_use')
  one.result(result('c'))
  return { folder, one }
}

it('R1: a conversation is continued with all complete replies; a call without a result gets an error that says so', () => {
  const { folder, one } = cutOff()
  const next = resume(folder, one.id)
  expect(next?.id).toBe(one.id)
  const unknown = { ...result('b', expect.stringContaining('Look at the worktree')), is_error: true }
  expect(next?.messages).toEqual([
    { role: 'user', content: [text('do it')] },
    { role: 'assistant', content: [text('I do.'), call('a')] },
    { role: 'user', content: [result('a')] },
    { role: 'assistant', content: [call('b'), call('c')] },
    { role: 'user', content: [unknown, result('c'), text('continue')] },
  ])
})

it('R1: a conversation that is continued twice has the earlier messages unchanged, so that the prompt cache still fits', () => {
  const { folder, one } = cutOff()
  const second = tempFolder()
  const before = Conversation.resume(second, folder, one.id, { is: 'rest', text: 'continue' })?.messages
  expect(resume(second, one.id)?.messages.slice(0, 4)).toEqual(before?.slice(0, 4))
  expect(statSync(join(second, 'conversation.jsonl')).mode & 0o777).toBe(0o600)
})

it('R1: after the last reply of the work nothing is asked again, unless there is more work', () => {
  const { folder, one } = cutOff()
  one.result(result('b'))
  one.reply([text('Done.')], 'end_turn')
  expect(resume(folder, one.id)?.messages.at(-1)).toEqual({ role: 'assistant', content: [text('Done.')] })
  const more = Conversation.resume(tempFolder(), folder, one.id, { is: 'more', text: 'resolve the conflict' })
  expect(more?.messages.at(-1)).toEqual({ role: 'user', content: [text('resolve the conflict')] })
})

it('a reply without a text is not sent back, because the API refuses empty messages', () => {
  const one = Conversation.begin(tempFolder(), 'do it')
  one.reply([text('')], 'end_turn')
  expect(one.standing.isTurnOver).toBe(true)
  one.say('Something is missing.')
  expect(one.messages).toEqual([
    { role: 'user', content: [text('do it')] },
    { role: 'user', content: [text('Something is missing.')] },
  ])
  expect(one.standing.isTurnOver).toBe(false)
})

it('R1: a record that a crash cut off does not count, wherever it was cut', () => {
  const { folder, one } = cutOff()
  const whole = readConversation(folder)
  const line = `${JSON.stringify({ is: 'result', result: result('b', '🌳') })}\n`
  fc.assert(
    fc.property(fc.nat(Buffer.byteLength(line) - 2), (length) => {
      const torn = tempFolder()
      appendFileSync(join(torn, 'conversation.jsonl'), readFileSync(join(folder, 'conversation.jsonl')))
      appendFileSync(join(torn, 'conversation.jsonl'), Buffer.from(line).subarray(0, length))
      expect(readConversation(torn)).toEqual(whole)
      expect(resume(torn, one.id)?.standing.open).toEqual([])
    }),
    { numRuns: 30 },
  )
})

it('a conversation that is not in the folder cannot be continued', () => {
  expect(resume(tempFolder(), 'x')).toBeNull()
  expect(resume(cutOff().folder, 'another')).toBeNull()
})

it('S3: a claim of an earlier session of the conversation is no claim of this one', () => {
  const claim = (status: string) => ({ ...call('claim'), name: 'update_task_status', input: { status } })
  const folder = tempFolder()
  const one = Conversation.begin(folder, 'do it')
  one.reply([claim('no-change-needed')], 'tool_use')
  one.result(result('claim'))
  one.reply([text('Done.')], 'end_turn')
  expect(lastClaim(one.replies)).toBe('no-change-needed')
  const more = Conversation.resume(tempFolder(), folder, one.id, { is: 'more', text: 'Your work was refused.' })
  more?.reply([text('Done.')], 'end_turn')
  expect(lastClaim(more?.replies ?? [])).toBeNull()
  more?.reply([claim('done')], 'tool_use')
  expect(lastClaim(more?.replies ?? [])).toBe('done')
})
