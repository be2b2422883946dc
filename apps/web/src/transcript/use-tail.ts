'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'

/** So near to the end counts as at the end. */
export const END_PX = 24

export interface Tail {
  following: boolean
  /** Lines that came while the person read elsewhere. */
  unseen: number
  toEnd: () => void
  onScroll: () => void
}

/** The end of a list that grows: followed while the person is there, counted while they are not. */
export function useTail(virtualizer: Virtualizer<HTMLDivElement, Element>, count: number): Tail {
  const [left, setLeft] = useState<number | null>(null)
  const top = useRef(0)
  // Only a movement upwards is the person's: new lines move the list down, and the end is for a moment not in sight.
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
  // The pane may be dragged taller or shorter; the virtualizer keeps the end in sight only when lines are added.
  useEffect(() => {
    const element = virtualizer.scrollElement
    if (!element || !following) return
    const observer = new ResizeObserver(() => element.scrollTo({ top: element.scrollHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtualizer.scrollElement, following])
  return { following, unseen: left === null ? 0 : Math.max(0, count - left), toEnd, onScroll }
}
