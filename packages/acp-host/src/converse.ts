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
  const { print, usage, signal, takeMessages } = parts
  let text = first
  let wasTold = false
  for (let cut = 0; ; ) {
    const turn = await takeTurn(parts, text)
    if (!('stopReason' in turn)) {
      for (const call of usage.promptFailed()) print(call)
      return turn
    }
    for (const call of usage.promptEnd(turn)) print(call)
    if (signal.aborted || turn.stopReason === 'cancelled') return signal.aborted ? { is: 'stopped' } : CANCELLED
    const messages = await takeMessages()
    if (messages.length > 0) {
      text = messages.map(fromPerson).join('\n\n')
      continue
    }
    cut = turn.stopReason === 'max_tokens' ? cut + 1 : 0
    const failure = failureOf(turn, cut)
    if (failure !== null) return failure
    if (cut > 0) {
      text = CUT_REPLY
      continue
    }
    const missing = await whatIsMissing(parts)
    if (missing === null || wasTold) return { is: 'done' }
    wasTold = true
    text = missing
  }
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
