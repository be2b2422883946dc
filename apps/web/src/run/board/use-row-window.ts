'use client'

import { type RefObject, useEffect, useState } from 'react'
import type { BoardLayout } from './board-layout.ts'

/** How many rows are rendered above and below the visible rows, so that scrolling shows no gap. */
const OVERSCAN = 8

export interface RowWindow {
  from: number
  to: number
}

/** @returns the range of rows to render: the visible rows and some more. It is the same for all columns, because their rows have one height. */
export function useRowWindow(ref: RefObject<HTMLElement | null>, layout: BoardLayout | null): RowWindow {
  const [window, setWindow] = useState<RowWindow>({ from: 0, to: 60 })
  useEffect(() => {
    const element = ref.current
    if (!element || !layout) return
    const { top, rowHeight } = layout.measures
    const look = () => {
      const from = Math.max(0, Math.floor((element.scrollTop - top) / rowHeight) - OVERSCAN)
      const to = Math.ceil((element.scrollTop + element.clientHeight - top) / rowHeight) + OVERSCAN
      setWindow((old) => (old.from === from && old.to === to ? old : { from, to }))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [ref, layout])
  return window
}
