import type { ResumedConversation } from '@coppice/engine/domain/attempt-order'
import type { SessionKind } from '@coppice/engine/domain/statuses'
import { afterLostConversation, CONTINUE, isRefused } from '@coppice/host-parts'
import type { OpenedSession } from './agent-session.ts'
import { lastWordsOf } from './earlier-work.ts'

export interface FirstPromptParts {
  how: OpenedSession['how']
  kind: SessionKind
  /** The earlier conversation that the session should continue. It is null when the session should begin a new one. */
  resume: Pick<ResumedConversation, 'otherwise'> | null
  /** The prompt of the session. */
  prompt: string
  /** The folder of the earlier session, or undefined. */
  earlier: string | undefined
  worktree: string
  baseCommit: string
  /** The environment in which git runs. */
  env: NodeJS.ProcessEnv
  /** Prints a notice for people. */
  say: (text: string) => void
}

/** Returns the first prompt: the task, or how the agent continues. */
export async function firstPrompt(parts: FirstPromptParts): Promise<string> {
  const { how, kind, resume, prompt, earlier, worktree, baseCommit, env, say } = parts
  if (how !== 'new') {
    say('The agent continues the conversation of an earlier session.')
    // A conflict, or a refusal of the work, is new for the agent. An attempt that was cut off only continues, so the agent knows its task.
    return kind === 'CONFLICT' || isRefused(resume) ? prompt : CONTINUE
  }
  if (resume === null) return prompt
  say('The agent cannot continue the earlier conversation, so it begins a new one, with a summary of the earlier work.')
  if (kind === 'CONFLICT') return prompt
  const anew =
    (resume.otherwise ?? prompt) + (await afterLostConversation(worktree, baseCommit, lastWordsOf(earlier), env))
  // The stored prompt of the session is only for the earlier conversation.
  if (resume.otherwise !== null) say(`The prompt of the new conversation:\n\n${anew}`)
  return anew
}
