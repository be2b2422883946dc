import type { TaskScreenProps } from '../task-screen-props.ts'
import { SessionTalk } from './session-talk.tsx'

/** The talk with the agent of the selected session. */
export function TaskTalk({ task, session, detail, unread, now, stale }: TaskScreenProps) {
  const readsMessages = (session && detail.sessions.get(session.id)?.readsMessages) ?? false
  return (
    <SessionTalk task={task} session={session} unread={unread} readsMessages={readsMessages} now={now} stale={stale} />
  )
}
