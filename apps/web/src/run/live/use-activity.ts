'use client'

import { useEffect, useState } from 'react'
import { useOpenStream } from '../../client/console-provider.tsx'
import { RUN_ACTIVITY } from './run-documents.ts'

/** What a running agent has used so far. A value that the agent does not report is null. */
export interface Usage {
  inputTokens: number | null
  outputTokens: number | null
  costUsd: number | null
}

/** What the server reports about a running agent. */
export interface Activity {
  sessionId: string
  lastLine: string | null
  usage: Usage
}

const NONE: ReadonlyMap<string, Activity> = new Map()

/**
 * The running agents of a run by task key. After a lost connection, the stream is opened again. Its first item has all agents that run
 * then.
 * @param follows whether the run is active and the connection is open; otherwise no stream is opened
 */
export function useActivity(runId: string, follows: boolean): ReadonlyMap<string, Activity> {
  const openStream = useOpenStream()
  const [activity, setActivity] = useState(NONE)
  useEffect(() => {
    if (!follows) return
    const controller = new AbortController()
    openStream(
      RUN_ACTIVITY,
      { runId },
      ({ activity: agents }) =>
        setActivity(
          new Map(
            agents.map(({ task, session, lastLine }) => [
              task.key,
              { sessionId: session.id, lastLine, usage: session.metrics },
            ]),
          ),
        ),
      controller.signal,
    ).catch(() => setActivity(NONE))
    return () => controller.abort()
  }, [openStream, runId, follows])
  return activity
}
