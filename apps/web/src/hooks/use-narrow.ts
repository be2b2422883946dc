'use client'

import { useSyncExternalStore } from 'react'

const NARROW = '(max-width: 719px)'

function subscribe(call: () => void) {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', call)
  return () => query.removeEventListener('change', call)
}

/** Below 720 px the page shows one thing at a time and has large touch targets. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  )
