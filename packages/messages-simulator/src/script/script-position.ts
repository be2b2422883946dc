import type { BetaMessageParam, BetaToolUseBlockParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { type AnyBlock, isSummary } from '../context/compacted.ts'
import { ApiError } from '../http/api-error.ts'
import type { MessagesRequest } from '../http/messages-request.ts'
import { blocksOf } from '../usage/prompt-blocks.ts'
import type { Script, Step } from './script.ts'

/** A marker in a prompt: `[[script:KEY]]`, or `[[script:KEY@N]]` to continue after N steps. */
const MARKER = /\[\[script:([\w-]+)(?:@(\d+))?\]\]/

/** The id of a call says which step it belongs to. */
const CALL = /^toolu_[0-9a-f]+_(\d+)_([\w-]+)$/

/** @param unique hexadecimal digits */
export const callId = (key: string, turn: number, unique: string): string => `toolu_${unique}_${turn}_${key}`

/** Calls whose input was cut off have such an id, and do not count as made. */
export const CUT_CALL = 'toolu_cut_'

/** The script that a prompt names, and the conversation since then. */
export interface Marked {
  key: string
  /** The steps that were done before this conversation. */
  stepsBefore: number
  /** The text of the message with the marker. */
  prompt: string
  system: string
  since: readonly BetaMessageParam[]
}

/**
 * Finds the last message of the user, or the last summary of a compaction, with a marker. Results of tools do not count, because a tool may
 * read a file with markers.
 */
export function findMarked({ messages, system }: MessagesRequest): Marked | null {
  const index = messages.findLastIndex((message) => MARKER.test(promptText(message)))
  const message = messages[index]
  if (!message) return null
  const prompt = promptText(message)
  const [, key = '', steps = '0'] = MARKER.exec(prompt) ?? []
  return {
    ...{ key, stepsBefore: Number(steps), prompt, system: textOf(system ?? []) },
    since: [...afterSummary(message), ...messages.slice(index + 1)],
  }
}

/**
 * Finds the script by the last call of the model, for a conversation whose prompt is gone: a client may drop the oldest messages when the
 * context is full.
 */
export function findByCall({ messages, system }: MessagesRequest): Marked | null {
  const index = messages.findLastIndex((message) => wholeCalls(message).some(({ id }) => CALL.test(id)))
  const message = messages[index]
  const call = message && wholeCalls(message).findLast(({ id }) => CALL.test(id))
  const [, turn, key] = CALL.exec(call?.id ?? '') ?? []
  if (key === undefined) return null
  return { key, stepsBefore: Number(turn), prompt: '', system: textOf(system ?? []), since: messages.slice(index + 1) }
}

/** Returns the whole conversation, for a prompt without a marker. */
export const unmarked = (key: string, { messages, system }: MessagesRequest): Marked => ({
  ...{ key, stepsBefore: 0, prompt: textOf(messages[0]?.content ?? []), system: textOf(system ?? []) },
  since: messages.slice(1),
})

export const withoutMarker = (prompt: string): string => prompt.replace(MARKER, '').trim()

/** Returns a marker with which a summary of the conversation continues the script. */
export const markerAfter = (key: string, steps: number): string => `[[script:${key}@${steps}]]`

export interface ScriptPosition {
  step: Step
  /** The number of the step, from 1. */
  turn: number
  /** The text that the client already has of this step, if it sends back a reply that was paused. */
  begun: string
}

/**
 * Finds the step that a conversation needs next. Only steps count whose whole reply is in the conversation, so that a step that was cut off
 * is repeated. The conversation alone decides, so a client that sends it again gets the same step.
 */
export function positionOf({ steps }: Script, marked: Marked): ScriptPosition {
  const { prompt, system, since, stepsBefore } = afterTurnOf(steps, marked)
  const chosen = steps.filter((step) => isChosen(step, `${system}\n${prompt}`))
  if (chosen.length === 0) {
    throw new ApiError(400, 'simulator: no step of the script fits the prompt. Give it a step without a condition.')
  }
  const stepAt = (index: number) => chosen[Math.min(index, chosen.length - 1)] as Step
  let done = stepsBefore
  let begun = ''
  for (const reply of repliesIn(since)) {
    const isDone = isWhole(reply, stepAt(done))
    begun = isDone || reply.isAnswered ? '' : reply.text
    if (isDone) done += 1
  }
  return { step: stepAt(done), turn: done + 1, begun }
}

/**
 * A later message of the user in the same conversation can change which steps are chosen, for example a refusal of the work. The script then
 * begins again after this message.
 */
function afterTurnOf(steps: readonly Step[], marked: Marked): Marked {
  const conditions = steps
    .flatMap(({ onlyIfPromptHas, unlessPromptHas }) => [onlyIfPromptHas, unlessPromptHas])
    .filter((condition) => condition !== undefined)
  const before = `${marked.system}\n${marked.prompt}`
  const saidBy = ({ role, content }: BetaMessageParam) => (role === 'user' ? textOf(content ?? []) : '')
  const turnsAt = (message: BetaMessageParam) =>
    conditions.some((condition) => saidBy(message).includes(condition) && !before.includes(condition))
  const index = marked.since.findLastIndex(turnsAt)
  if (index < 0) return marked
  const prompt = [marked.prompt, ...marked.since.slice(0, index + 1).map(saidBy)].join('\n')
  return { ...marked, prompt, stepsBefore: 0, since: marked.since.slice(index + 1) }
}

const isChosen = ({ onlyIfPromptHas, unlessPromptHas }: Step, prompt: string): boolean =>
  (onlyIfPromptHas === undefined || prompt.includes(onlyIfPromptHas)) &&
  (unlessPromptHas === undefined || !prompt.includes(unlessPromptHas))

/** What the model said between two messages of the user. */
interface Reply {
  text: string
  calls: readonly BetaToolUseBlockParam[]
  /** Whether a message of the user follows. */
  isAnswered: boolean
}

function repliesIn(messages: readonly BetaMessageParam[]): Reply[] {
  const replies: Reply[] = []
  let open: BetaMessageParam[] = []
  const close = (isAnswered: boolean) => {
    if (open.length > 0) replies.push(replyOf(open, isAnswered))
    open = []
  }
  for (const message of messages) {
    if (message.role === 'assistant') open.push(message)
    else close(true)
  }
  close(false)
  return replies
}

const replyOf = (messages: readonly BetaMessageParam[], isAnswered: boolean): Reply => ({
  text: messages.map(({ content }) => textOf(content ?? [])).join(''),
  calls: messages.flatMap(wholeCalls),
  isAnswered,
})

/** A client may leave out the text before calls, so calls alone count for a step that has some. */
const isWhole = ({ text, calls }: Reply, step: Step): boolean =>
  step.calls.length > 0 ? calls.length >= step.calls.length : text.includes((step.text ?? '').trim())

const wholeCalls = ({ content }: BetaMessageParam): readonly BetaToolUseBlockParam[] =>
  blocksOf<{ type: string }>(content ?? []).filter(isWholeCall)

const isWholeCall = (block: { type: string }): block is BetaToolUseBlockParam =>
  block.type === 'tool_use' && !(block as BetaToolUseBlockParam).id.startsWith(CUT_CALL)

/** Returns the text in which a marker counts: that of the user, and of a summary. */
function promptText({ role, content }: BetaMessageParam): string {
  const text = textOf(content ?? [])
  if (role === 'user') return text
  const summary = blocksOf<AnyBlock>(content ?? []).findLast(isSummary)
  if (typeof summary?.content === 'string') return summary.content
  // OpenCode keeps a summary as what the model said. Only a summary has a marker with a number of steps.
  return MARKER.exec(text)?.[2] === undefined ? '' : text
}

/** Returns what the model said after the summary of a compaction, in the same reply. */
function afterSummary({ role, content }: BetaMessageParam): BetaMessageParam[] {
  const blocks = blocksOf<AnyBlock>(content ?? [])
  const summary = blocks.findLastIndex(isSummary)
  const said = blocks.slice(summary + 1)
  return role === 'assistant' && summary >= 0 && said.length > 0 ? [{ role, content: said } as BetaMessageParam] : []
}

/** Returns the text blocks of a content. */
export const textOf = (content: string | readonly { type: string; text?: string }[]): string =>
  blocksOf(content)
    .map((block) => (block.type === 'text' ? (block.text ?? '') : ''))
    .join('')
