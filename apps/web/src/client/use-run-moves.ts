import { useEffect, useRef } from 'react'
import { useOpenStream } from './console-provider.tsx'
import { graphql } from './graphql.ts'

/** This subscription reports only that the run has a new event. The page then reads its own data again. */
const RUN_MOVED = graphql(`
  subscription RunMoved($runId: ID!, $after: Int!) {
    progress(runId: $runId, after: $after) {
      sequence
    }
  }
`)

/** The least ms between two calls of `onMove`, because a run can have many events a second. */
const AT_MOST_EVERY_MS = 700

/** Calls `onMove` soon after each event of the run. If the stream breaks, it is not opened again, because the page also reads every 5 s. */
export function useRunMoves(run: { id: string; lastSequence: number } | null, onMove: () => void): void {
  const open = useOpenStream()
  const seen = useRef(0)
  seen.current = run?.lastSequence ?? 0
  const runId = run?.id ?? null
  useEffect(() => {
    if (runId === null) return
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout> | null = null
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null
        onMove()
      }, AT_MOST_EVERY_MS)
    }
    open(RUN_MOVED, { runId, after: seen.current }, soon, controller.signal).then(soon, soon)
    return () => {
      controller.abort()
      if (timer !== null) clearTimeout(timer)
    }
  }, [open, runId, onMove])
}
