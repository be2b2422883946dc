import type { SessionFact } from './session-facts.ts'
import type { OutputKind } from './statuses.ts'
import type { Claim } from './task-calls.ts'

/** A numbered entry of a session's output. `sequence` counts from 1 within the session, without gaps (R2). */
export interface OutputEntry extends Output {
  sequence: number
  /** The time in ms since 1970. */
  at: number
}

export interface Output {
  kind: OutputKind
  text: string
}

/**
 * Returns the entry of output that a fact becomes. The number of an entry is stored with its fact, so a change of this function affects
 * only facts that are stored later.
 * @returns null for facts that people do not read
 */
export function outputOf(fact: SessionFact): Output | null {
  switch (fact.type) {
    case 'Said':
      return { kind: 'TEXT', text: fact.text }
    case 'Thought':
      return { kind: 'THINKING', text: fact.text }
    case 'Printed':
      return { kind: fact.stream === 'stdout' ? 'STDOUT' : 'STDERR', text: fact.text }
    case 'Noticed':
    case 'Checked':
      return { kind: 'NOTICE', text: fact.text }
    case 'ToolCalled':
      return { kind: 'TOOL_CALL', text: `${fact.tool} ${fact.text}` }
    case 'ToolAnswered':
      return { kind: 'TOOL_RESULT', text: fact.text }
    case 'PlanUpdated':
      return { kind: 'NOTICE', text: `The plan of the agent:\n${fact.text}` }
    case 'PermissionAsked':
      return { kind: 'NOTICE', text: `The agent asks for permission: ${fact.text}` }
    case 'PermissionAnswered':
      return { kind: 'NOTICE', text: `The permission was answered with ${fact.optionId}.` }
    case 'Failed':
      return { kind: 'NOTICE', text: fact.reason }
    case 'IssueLogged':
      return { kind: 'NOTICE', text: `The agent logs an issue: ${withDetails(fact)}` }
    case 'FollowUpProposed':
      return { kind: 'NOTICE', text: `The agent proposes a follow-up task: ${withDetails(fact)}` }
    case 'Claimed':
      return fact.text === undefined ? null : { kind: 'NOTICE', text: claimText(fact.claim, fact.text) }
    case 'MoneyAsked':
      return { kind: 'NOTICE', text: 'The agent has spent what was reserved for it, and asks for more of the budget.' }
    case 'ModelCalled':
    case 'LimitReached':
    case 'ConversationNamed':
    case 'Received':
      return null
  }
}

const withDetails = ({ title, text }: { title: string; text: string }): string =>
  text === '' ? title : `${title}\n${text}`

const CLAIM_WORDS: Record<Claim, string> = {
  done: 'is done',
  incomplete: 'is incomplete',
  'no-change-needed': 'needs no change',
}

const claimText = (claim: Claim, text: string): string =>
  `The agent says that its task ${CLAIM_WORDS[claim]}${text === '' ? '.' : `: ${text}`}`
