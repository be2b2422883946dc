'use client'

import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import type { TaskView } from '../run/view/run-view.ts'
import { type SessionDetail, TASK_SESSIONS } from './task-documents.ts'

export interface TaskDetail {
  action: string | null
  sessions: ReadonlyMap<string, SessionDetail>
}

const NONE: TaskDetail = { action: null, sessions: new Map() }

/** Loads the prompts and metrics of a task's sessions, and loads them again when a session starts or ends. */
export function useTaskSessions(task: TaskView | null): TaskDetail {
  const client = useClient()
  const [detail, setDetail] = useState(NONE)
  const id = task?.id ?? null
  const state = task?.sessions.map((session) => `${session.id} ${session.status}`).join() ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a session starts or ends, because the data changes then
  useEffect(() => {
    if (id === null) return
    let wanted = true
    void client
      .query(TASK_SESSIONS, { id }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data }) => {
        const node = data?.node
        if (!wanted || node?.__typename !== 'RunTask') return
        setDetail({ action: node.action, sessions: new Map(node.sessions.map((session) => [session.id, session])) })
      })
    return () => {
      wanted = false
    }
  }, [client, id, state])
  return detail
}
