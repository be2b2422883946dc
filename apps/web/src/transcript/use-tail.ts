'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'

/** A scroll position within this many px of the end counts as the end. */
export const END_PX = 24

export interface Tail {
  following: boolean
  /** The number of lines that arrived after the user had scrolled up. */
  unseen: number
  toEnd: () => void
  onScroll: () => void
}

/** Keeps a growing list scrolled to its end. After the user has scrolled up, it only counts the new lines. */
export function useTail(virtualizer: Virtualizer<HTMLDivElement, Element>, count: number): Tail {
  const [left, setLeft] = useState<number | null>(null)
  const top = useRef(0)
  // Only an upward movement means that the user scrolled. New lines also move the end out of view for a moment.
  const onScroll = useCallback(() => {
    const now = virtualizer.scrollElement?.scrollTop ?? 0
    const up = now < top.current
    top.current = now
    if (virtualizer.isAtEnd(END_PX)) setLeft(null)
    else if (up) setLeft((old) => old ?? virtualizer.options.count)
  }, [virtualizer])
  const toEnd = useCallback(() => {
    setLeft(null)
    if (count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' })
  }, [virtualizer, count])
  const following = left === null
  useEffect(() => {
    if (following && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' })
  }, [virtualizer, following, count])
  // Scroll to the end when the height of the pane changes, because the virtualizer does so only when lines are added.
  useEffect(() => {
    const element = virtualizer.scrollElement
    if (!element || !following) return
    const observer = new ResizeObserver(() => element.scrollTo({ top: element.scrollHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtualizer.scrollElement, following])
  return { following, unseen: left === null ? 0 : Math.max(0, count - left), toEnd, onScroll }
}
