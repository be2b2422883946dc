import { appendFileSync, readFileSync, watch } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { InboxRecord, SessionFact } from '@coppice/engine'
import type { ToySpec } from './toy-spec.ts'

/**
 * A host for tests. It prints facts, asks for a permission, handles the messages of its inbox, and ends. It appends the answer that it gets
 * to a file in its worktree. The field `file` of its spec names this file. At the time limit of its attempt, it stops waiting for messages.
 */
const spec: ToySpec = JSON.parse(readFileSync(process.env.COPPICE_SPEC_FILE ?? '', 'utf8'))
const inbox = process.env.COPPICE_INBOX ?? ''
const print = (fact: SessionFact): void => void process.stdout.write(`${JSON.stringify(fact)}\n`)

const call = (requestId: string, inputTokens: number, partial = false): void =>
  print({
    ...{ type: 'ModelCalled', requestId, model: 'toy-1', inputTokens, partial },
    ...{ outputTokens: 10, cacheReadTokens: partial ? null : 5, cacheWriteTokens: null },
    ...{ cacheWrite1hTokens: 3, reportedCostMicroUsd: partial ? null : 1_000 },
  })

/** Parses the records of an inbox. A line counts only if it has its line break. */
const recordsOf = (text: string): InboxRecord[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

async function* messages() {
  const received = new Set<string>()
  while (Date.now() < spec.limits.startedAt + spec.limits.timeoutMs) {
    for (const { id, message } of recordsOf(readFileSync(inbox, 'utf8'))) {
      if (received.has(id)) continue
      received.add(id)
      print({ type: 'Received', messageId: id })
      yield message
    }
    await Promise.race([
      new Promise((resolve) => watch(inbox, { persistent: false }).once('change', resolve)),
      wait(250),
    ])
  }
}

print({ type: 'ConversationNamed', conversationId: 'toy-conversation' })
call('first', 40, true)
print({ type: 'Said', text: 'I want to write a file.' })
call('first', 100)
const allow = { id: 'yes', kind: 'allow-once', label: 'Allow' } as const
const reject = { id: 'no', kind: 'reject-once', label: 'Reject' } as const
print({ type: 'PermissionAsked', askId: 'ask', text: 'write answers.txt', options: [allow, reject] })
for await (const message of messages()) {
  if (message.type === 'message') print({ type: 'Said', text: `I received: ${message.text}` })
  if (message.type !== 'answer') continue
  print({ type: 'PermissionAnswered', askId: message.askId, optionId: message.optionId })
  appendFileSync(spec.file, `${message.optionId}\n`)
  break
}
call('second', 200)
print({ type: 'Said', text: 'Done.' })
