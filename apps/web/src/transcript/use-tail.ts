'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { OpenText, OutputLine } from './output-line.ts'
import type { SessionOutput } from './use-session-output.ts'

/** A scroll position within this many px of the end counts as the end. */
export const END_PX = 24
/** A scroll position within this many px of the first or the last line that the page keeps loads more lines. */
const NEAR_PX = 600

export interface Tail {
  /** Whether the list is scrolled to the newest line of the output. */
  following: boolean
  /** The number of lines that arrived after the user had left the end. */
  unseen: number
  toEnd: () => void
  onScroll: () => void
}

/**
 * Keeps a growing list scrolled to its end. After the user has left the end, it only counts the new lines. It loads earlier and later lines
 * when the user scrolls to them.
 */
export function useTail(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  lines: readonly OutputLine[],
  openText: OpenText | null,
  output: SessionOutput,
): Tail {
  /** The number of the last line when the user left the end. It is null while the user is at the end of the lines. */
  const [left, setLeft] = useState<number | null>(null)
  const top = useRef(0)
  const { last, earlier, isEarlierPart, setAtEnd, loadEarlier, loadLater } = output
  // Only an upward movement means that the user scrolled. New lines also move the end out of view for a moment.
  const onScroll = () => {
    const now = virtualizer.scrollElement?.scrollTop ?? 0
    const [up, down] = [now < top.current, now > top.current]
    top.current = now
    if (virtualizer.isAtEnd(END_PX)) setLeft(null)
    else if (up) setLeft((old) => old ?? last)
    if (up && now < NEAR_PX && earlier > 0) loadEarlier()
    if (down && isEarlierPart && virtualizer.isAtEnd(NEAR_PX)) loadLater()
  }
  const newest = lines.at(-1)?.sequence
  const scrollToEnd = useCallback(() => {
    const count = virtualizer.options.count
    if (count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' })
  }, [virtualizer])
  const toEnd = () => {
    setLeft(null)
    if (isEarlierPart) output.toEnd()
    scrollToEnd()
  }
  const following = left === null && !isEarlierPart
  useEffect(() => setAtEnd(following), [following, setAtEnd])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line scrolls, and so does the line that grows
  useEffect(() => {
    if (following) scrollToEnd()
  }, [scrollToEnd, following, newest, openText])
  // Scroll to the end when the height of the pane changes, because the virtualizer does so only when lines are added.
  useEffect(() => {
    const element = virtualizer.scrollElement
    if (!element || !following) return
    const observer = new ResizeObserver(() => element.scrollTo({ top: element.scrollHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtualizer.scrollElement, following])
  return { following, unseen: left === null ? 0 : last - left, toEnd, onScroll }
}
