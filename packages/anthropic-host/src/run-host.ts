import { existsSync, readFileSync } from 'node:fs'
import type { AnthropicSpec } from '@coppice/engine/agents'
import { LEARNING } from '@coppice/engine/domain/learning'
import type { SessionFact } from '@coppice/engine/domain/session-facts'
import { createSecretRemover } from '@coppice/engine/redact'
import {
  afterLostConversation,
  CONTINUE,
  type Ending,
  factPrinter,
  isRefused,
  openInbox,
  openWorktreeCheck,
  reportEnding,
  sessionVariable,
} from '@coppice/host-parts'
import { Conversation } from './conversation/conversation.ts'
import { unknownOutcome } from './conversation/messages-of.ts'
import { converse } from './converse.ts'
import { failureOfDefect } from './defect.ts'
import { Purse } from './money/purse.ts'
import { askBefore } from './permission/ask-before.ts'
import { Mail } from './permission/mail.ts'
import { lessonTool } from './tools/lesson-tool.ts'
import { taskTools } from './tools/task-tools.ts'
import { toolEnvironment } from './tools/tool-environment.ts'
import { toolAnswered } from './tools/tool-facts.ts'
import { worktreeTools } from './tools/worktree-tools.ts'
import { patientClient } from './turn/patient-client.ts'

/**
 * The host of an agent of the kind `anthropic`: a process for each session, which outlives the server. It prints facts on stdout, reads its
 * inbox, and keeps its conversation in the folder of the session. This file only creates the parts and connects them.
 */
const { env } = process
const spec: AnthropicSpec = JSON.parse(readFileSync(sessionVariable(env, 'COPPICE_SPEC_FILE'), 'utf8'))
const folder = sessionVariable(env, 'COPPICE_SESSION_FOLDER')
const worktree = process.cwd()
const print = factPrinter((text) => void process.stdout.write(text), Date.now)
const redact = createSecretRemover(secrets())
const stop = new AbortController()
const baseCommit = sessionVariable(env, 'COPPICE_BASE_COMMIT')
const isLearning = spec.kind === 'LEARNING'
const check = isLearning
  ? null
  : await openWorktreeCheck(worktree, isRefused(spec.resume) ? null : baseCommit, spec.kind, toolEnvironment(env))

process.on('SIGTERM', () => stop.abort())
// For example, the SDK has no handler for a shell that cannot be started.
process.on('uncaughtException', (error) => {
  report(failureOfDefect(error, existsSync(worktree)))
  process.exit()
})
const inbox = openInbox(sessionVariable(env, 'COPPICE_INBOX'), ({ id }) => {
  print({ type: 'Received', messageId: id })
  stop.abort('cancelled')
})
const conversation = await openConversation()
print({ type: 'ConversationNamed', conversationId: conversation.id })
const onResult = (result: Parameters<typeof toolAnswered>[0]) => {
  conversation.result(result)
  print(toolAnswered(result))
}
const mail = new Mail(inbox)
const purse = new Purse({
  allowance: spec.allowance ?? null,
  granted: () => mail.granted(),
  print,
  signal: stop.signal,
})
const printCounted = (fact: SessionFact) => {
  purse.see(fact)
  print(fact)
}
const asking = { texts: spec.askBefore ?? [], mail, print, redact, signal: stop.signal }
let hasLessons = false
const others = isLearning ? [lessonTool(() => (hasLessons = true))] : taskTools(env)
const tools = worktreeTools({
  ...{
    worktree: isLearning ? null : worktree,
    others,
    env: toolEnvironment(env),
    redact,
    onResult,
    signal: stop.signal,
  },
  guard: (tool) => askBefore(tool, asking),
})
const ending = await converse({
  connect: (fetch) => patientClient(fetch, spec.limits.stallMs),
  ...{
    model: spec.model,
    tools,
    conversation,
    inbox: mail,
    check,
    print: Object.assign(printCounted, { writing: print.writing, alive: print.alive }),
    redact,
    onResult,
    now: Date.now,
    signal: stop.signal,
  },
  ...(isLearning && { hasResult: () => hasLessons, learningReplyTokens: LEARNING.replyTokens }),
  limits: spec,
  purse,
  silenceMs: spec.limits.stallMs / 2,
})
// An open tool keeps the process alive.
for (const tool of tools) await tool.close?.()
inbox.close()
for (const call of conversation.standing.open) print(toolAnswered(unknownOutcome(call)))
report(ending)

function report(end: Ending): void {
  reportEnding(end, { print, redact, isCancelled: stop.signal.reason === 'cancelled' })
}

async function openConversation(): Promise<Conversation> {
  const earlier = env.COPPICE_RESUMED_FOLDER
  const prompt = redact(readFileSync(sessionVariable(env, 'COPPICE_PROMPT_FILE'), 'utf8'))
  const otherwise = spec.resume?.otherwise ?? null
  // A conflict, or a refusal of the work, is more work for the agent that did the task. An attempt after one that was cut off is the rest of
  // its work.
  const next =
    spec.kind === 'CONFLICT' || isRefused(spec.resume)
      ? ({ is: 'more', text: prompt } as const)
      : ({ is: 'rest', text: CONTINUE } as const)
  const resumed = spec.resume && earlier ? Conversation.resume(folder, earlier, spec.resume.conversationId, next) : null
  if (resumed === null) {
    if (spec.resume === null) return Conversation.begin(folder, prompt)
    print({ type: 'Noticed', text: 'The earlier conversation is not on this machine, so a new one begins.' })
    if (spec.kind === 'CONFLICT') return Conversation.begin(folder, prompt)
    const summary = await afterLostConversation(worktree, baseCommit, '', toolEnvironment(env))
    const anew = (otherwise === null ? prompt : redact(otherwise)) + summary
    // The stored prompt of the session is only for the earlier conversation.
    if (otherwise !== null) print({ type: 'Noticed', text: `The prompt of the new conversation:\n\n${anew}` })
    return Conversation.begin(folder, anew)
  }
  print({
    type: 'Noticed',
    text: `The agent continues the conversation of an earlier session.${next.is === 'rest' ? ` It is told: ${CONTINUE}` : ''}`,
  })
  return resumed
}

/** The values of the key, in all the variables in which it may be. */
function secrets(): string[] {
  const names = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_IDENTITY_TOKEN', 'ANTHROPIC_CUSTOM_HEADERS']
  return names.flatMap((name) => env[name] ?? [])
}
