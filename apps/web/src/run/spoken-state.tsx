'use client'

import { useEffect, useRef, useState } from 'react'

const QUIET_MS = 5000

/** Lets a screen reader announce the state of the run, at most every 5 s. */
export function SpokenState({ words }: { words: string }) {
  const [spoken, setSpoken] = useState(words)
  const last = useRef(0)
  useEffect(() => {
    const wait = Math.max(0, last.current + QUIET_MS - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      setSpoken(words)
    }, wait)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <p className="sr-only" role="status">
      {spoken}
    </p>
  )
}
