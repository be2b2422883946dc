import type { SessionKind } from '@coppice/engine/domain/statuses'
import { CONTINUE } from '@coppice/host-parts'
import { afterLostConversation } from '../texts.ts'
import type { OpenedSession } from './agent-session.ts'
import { commitsSince, lastWordsOf } from './earlier-work.ts'

export interface FirstPromptParts {
  how: OpenedSession['how']
  kind: SessionKind
  /** Whether the session should continue an earlier conversation. */
  isResumed: boolean
  /** The prompt of the task. */
  prompt: string
  /** The folder of the earlier session, or undefined. */
  earlier: string | undefined
  worktree: string
  baseCommit: string
  /** Prints a notice for people. */
  say: (text: string) => void
}

/** Returns the first prompt: the task, or how the agent continues. */
export async function firstPrompt(parts: FirstPromptParts): Promise<string> {
  const { how, kind, isResumed, prompt, earlier, worktree, baseCommit, say } = parts
  if (how !== 'new') {
    say('The agent continues the conversation of an earlier session.')
    // A conflict is new work for the agent, so it needs the prompt. An attempt that was cut off only continues, so the agent knows its task.
    return kind === 'CONFLICT' ? prompt : CONTINUE
  }
  if (!isResumed) return prompt
  say('The agent cannot continue the earlier conversation, so it begins a new one, with a summary of the earlier work.')
  return kind === 'CONFLICT'
    ? prompt
    : prompt + afterLostConversation(await commitsSince(worktree, baseCommit), lastWordsOf(earlier))
}
