import { useEffect, useRef } from 'react'

const AT_MOST_EVERY_MS = 1_000

/** Calls `refresh` when `version` changes, at most once a second, so that the changes of a second cause one call. */
export function useRefreshOn(version: string, refresh: () => void): void {
  const seen = useRef(version)
  const readAt = useRef(0)
  useEffect(() => {
    if (version === seen.current) return
    const waitMs = Math.max(0, readAt.current + AT_MOST_EVERY_MS - Date.now())
    const timer = setTimeout(() => {
      seen.current = version
      readAt.current = Date.now()
      refresh()
    }, waitMs)
    return () => clearTimeout(timer)
  }, [version, refresh])
}
