'use client'

import { QuestionBlock } from '../../run/question/question-block.tsx'
import { questionsOf } from '../../run/view/open-questions.ts'
import type { SessionView, TaskView } from '../../run/view/run-view.ts'
import { MessageBox } from './message-box.tsx'
import { UnreadList } from './unread-list.tsx'
import type { SentMessage } from './unread-messages.ts'

export interface SessionTalkProps {
  task: TaskView
  session: SessionView | null
  unread: readonly SentMessage[]
  /** Whether this kind of agent reads messages. */
  readsMessages: boolean
  now: number
  stale: boolean
}

/** What a person and the agent of a session say to each other now: messages that wait, the question of the agent, and a field to write in. */
export function SessionTalk({ task, session, unread, readsMessages, now, stale }: SessionTalkProps) {
  if (session === null) return null
  const asked = questionsOf(task).filter((open) => open.session.id === session.id)
  const ended = session.endedAt !== null
  return (
    <>
      <UnreadList messages={unread} ended={ended} now={now} />
      {asked.map((open) => (
        <div key={open.question.askId} className="flex-none border-t border-(--hair) bg-(--held-w)">
          <QuestionBlock open={open} stale={stale} who={<b className="font-semibold">The agent</b>} />
        </div>
      ))}
      {!ended && readsMessages && (
        <MessageBox key={session.id} taskKey={task.key} sessionId={session.id} stale={stale} />
      )}
    </>
  )
}
