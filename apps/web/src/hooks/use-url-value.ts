'use client'

import { useCallback, useSyncExternalStore } from 'react'

const CHANGED = 'coppice:address'

function subscribe(call: () => void) {
  window.addEventListener('popstate', call)
  window.addEventListener(CHANGED, call)
  return () => {
    window.removeEventListener('popstate', call)
    window.removeEventListener(CHANGED, call)
  }
}

/**
 * A value that is stored in the query of the address, so that it survives a reload and can be linked. A change replaces the present entry of
 * the browser's history. Otherwise each move through a list with the keys `j` and `k` would add an entry.
 */
export function useUrlValue(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(window.location.search).get(name),
    () => null,
  )
  const set = useCallback(
    (next: string | null) => {
      const url = new URL(window.location.href)
      if (next === null || next === '') url.searchParams.delete(name)
      else url.searchParams.set(name, next)
      window.history.replaceState(window.history.state, '', url)
      window.dispatchEvent(new Event(CHANGED))
    },
    [name],
  )
  return [value, set]
}
