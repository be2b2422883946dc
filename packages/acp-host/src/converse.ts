import type { PromptResponse } from '@agentclientprotocol/sdk'
import type { Claim } from '@coppice/engine/domain/task-calls'
import { type Ending, fromPerson, NO_CHANGE, type PrintFact, type WorktreeCheck } from '@coppice/host-parts'
import { CUT_REPLY } from './texts.ts'
import type { UsageReader } from './usage/usage-reader.ts'

/** At most this many turns in a row may end because a reply was too long. */
const MAX_CUT_REPLIES = 3

export interface ConverseParts {
  /** Gives a prompt to the agent. It resolves when the agent has ended its turn. */
  prompt: (text: string) => Promise<PromptResponse>
  /** Prints what is left of a turn that has ended. */
  endTurn: () => void
  /** @returns the last message of the agent */
  lastMessage: () => string
  /** @returns the last claim that the agent made with its task tool, or null */
  toldClaim: () => Claim | null
  /** Returns the messages of people that the agent has not got yet. */
  takeMessages: () => Promise<readonly string[]>
  usage: UsageReader
  /** @returns the limit that the attempt has reached, as a text for people, or null */
  limitReached: () => string | null
  check: WorktreeCheck
  print: PrintFact
  /** Explains an error of the agent. */
  endingOf: (error: unknown) => Promise<Ending>
  signal: AbortSignal
}

/**
 * Holds a conversation until the agent has done its task, or cannot continue. When the agent ends a turn, it gets the messages of
 * people, or a text about what is missing in its worktree.
 *
 * @param first the first prompt
 */
export async function converse(parts: ConverseParts, first: string): Promise<Ending> {
  const { print, usage, signal } = parts
  const state: TalkState = { cut: 0, wasTold: false }
  let text = first
  for (;;) {
    // The cancel of a session may come between two turns. A prompt after it would begin work that nobody wants (C2).
    if (signal.aborted) return { is: 'stopped' }
    const turn = await takeTurn(parts, text)
    if (!('stopReason' in turn)) {
      for (const call of usage.promptFailed()) print(call)
      return turn
    }
    for (const call of usage.promptEnd(turn)) print(call)
    if (signal.aborted) return { is: 'stopped' }
    if (turn.stopReason === 'cancelled') return overLimit(parts) ?? CANCELLED
    const next = await whatFollows(parts, turn, state)
    if (typeof next !== 'string') return next
    const over = overLimit(parts)
    if (over !== null) return over
    text = next
  }
}

interface TalkState {
  /** How many turns in a row ended because a reply was too long. */
  cut: number
  /** Whether the agent was told what is missing. */
  wasTold: boolean
}

/** Decides what follows a turn. @returns the text of the next prompt, or the end of the conversation */
async function whatFollows(parts: ConverseParts, turn: PromptResponse, state: TalkState): Promise<string | Ending> {
  // A message that the agent cannot get any more stays unread.
  const messages = parts.limitReached() === null ? await parts.takeMessages() : []
  if (messages.length > 0) return messages.map(fromPerson).join('\n\n')
  state.cut = turn.stopReason === 'max_tokens' ? state.cut + 1 : 0
  const failure = failureOf(turn, state.cut)
  if (failure !== null) return failure
  if (state.cut > 0) return CUT_REPLY
  const missing = await whatIsMissing(parts)
  if (missing === null || state.wasTold) return { is: 'done' }
  state.wasTold = true
  return missing
}

/** For a turn that ended as cancelled although Coppice did not cancel it. */
const CANCELLED: Ending = { is: 'failed', class: 'infrastructure', reason: 'the agent ended its turn as cancelled' }

async function takeTurn(
  { prompt, endTurn, endingOf, signal }: ConverseParts,
  text: string,
): Promise<PromptResponse | Ending> {
  try {
    return await prompt(text)
  } catch (error) {
    return signal.aborted ? { is: 'stopped' } : await endingOf(error)
  } finally {
    endTurn()
  }
}

function failureOf({ stopReason }: PromptResponse, cut: number): Ending | null {
  switch (stopReason) {
    case 'refusal':
      return failed('the agent refused to continue. Change the task, or choose another model')
    case 'max_turn_requests':
      return failed('the agent reached its own limit of requests in one turn. Split the task')
    case 'max_tokens':
      return cut > MAX_CUT_REPLIES ? failed('the replies of the model are too long. Split the task') : null
    default:
      return null
  }
}

/** Returns the end of an attempt that would need another turn although it has reached a limit. @returns null when it has reached none */
function overLimit({ limitReached }: ConverseParts): Ending | null {
  const reached = limitReached()
  return reached === null ? null : failed(reached)
}

const failed = (reason: string): Ending => ({ is: 'failed', class: 'work', reason })

/** Compares the claim of the agent with the worktree (S3). @returns what is missing, for the agent, or null */
async function whatIsMissing({ lastMessage, toldClaim, check, print }: ConverseParts): Promise<string | null> {
  if (NO_CHANGE.test(lastMessage())) {
    print({ type: 'Claimed', claim: 'no-change-needed' })
    return null
  }
  const told = toldClaim()
  if (told === 'no-change-needed') return null
  // A claim that the agent made with its task tool is a fact already.
  if (told === null) print({ type: 'Claimed', claim: 'done' })
  const finding = await check.find()
  print({ type: 'Checked', holds: finding.holds, text: finding.text })
  return finding.holds ? null : finding.missing
}
