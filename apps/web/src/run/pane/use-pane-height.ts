'use client'

import { type PointerEvent, useState } from 'react'

const KEY = 'coppice:output-height'
const LEAST = 160
const STEP = 32

const remembered = (): number | null => {
  const value = Number(window.localStorage.getItem(KEY))
  return value >= LEAST ? value : null
}

export interface PaneHeight {
  /** The height in px. If it is null, the pane takes all space below the board. */
  height: number | null
  /** Props for the element that the user drags. */
  handle: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void
    onKeyDown: (event: { key: string; preventDefault: () => void; currentTarget: HTMLElement }) => void
    onDoubleClick: () => void
  }
}

/** The height of the pane below the board. Dragging changes it, a double click resets it, and the browser remembers it. */
export function usePaneHeight(): PaneHeight {
  const [height, setHeight] = useState<number | null>(() => (typeof window === 'undefined' ? null : remembered()))
  const change = (next: number | null) => {
    const kept = next === null ? null : Math.min(Math.max(LEAST, next), window.innerHeight - 240)
    if (kept === null) window.localStorage.removeItem(KEY)
    else window.localStorage.setItem(KEY, String(kept))
    setHeight(kept)
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    const { currentTarget, pointerId } = event
    currentTarget.setPointerCapture(pointerId)
    const move = (moved: globalThis.PointerEvent) => change(window.innerHeight - moved.clientY)
    const done = () => currentTarget.removeEventListener('pointermove', move)
    currentTarget.addEventListener('pointermove', move)
    currentTarget.addEventListener('pointerup', done, { once: true })
    currentTarget.addEventListener('pointercancel', done, { once: true })
  }
  return {
    height,
    handle: {
      onPointerDown: drag,
      onKeyDown: (event) => {
        const by = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0
        if (by === 0) return
        event.preventDefault()
        change((height ?? event.currentTarget.parentElement?.clientHeight ?? LEAST) + by)
      },
      onDoubleClick: () => change(null),
    },
  }
}
