'use client'

import { useSyncExternalStore } from 'react'

const NARROW = '(max-width: 719px)'

function subscribe(call: () => void) {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', call)
  return () => query.removeEventListener('change', call)
}

/** Whether the window is narrower than 720 px. The pages then have a layout for phones. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  )
