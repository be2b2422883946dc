import { useEffect, useRef } from 'react'
import { useOpenStream } from './console-provider.tsx'
import { graphql } from './graphql.ts'

/** Reports only that something happened. The page is then read again. */
const RUN_MOVED = graphql(`
  subscription RunMoved($runId: ID!, $after: Int!) {
    progress(runId: $runId, after: $after) {
      sequence
    }
  }
`)

/** A run can write many events a second. The page is read again at most this often. */
const AT_MOST_EVERY_MS = 700

/** Calls `onMove` soon after an event of the run, and when the run has ended. If the stream breaks, the page still reads regularly. */
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
