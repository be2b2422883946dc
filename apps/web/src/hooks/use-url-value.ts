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
 * A value of the address's query, so that what is selected can be linked and survives a reload. It replaces the entry in the
 * history: walking over rows with `j` and `k` must not fill it.
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
