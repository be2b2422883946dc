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
 * A value of the query in the address, so that a selection can be linked and survives a reload. It replaces the present entry of the
 * history, because moving over rows with `j` and `k` must not fill the history.
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
