'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { matchesByLine } from './find-matches.ts'
import type { OutputLine } from './output-line.ts'
import { OutputRow } from './output-row.tsx'
import type { Search } from './use-search.ts'
import { END_PX, type Tail, useTail } from './use-tail.ts'

export interface TranscriptProps {
  lines: readonly OutputLine[]
  /** Formats the time of a line as the time since the start of the run. @param at in ISO-8601 */
  timeOf: (at: string) => string
  search: Search
  /** The text to show instead of the output while it has no lines. */
  empty: ReactNode
  /** Renders the line below the output. The line depends on whether the output is scrolled to its end. */
  foot?: (tail: Tail) => ReactNode
  label: string
}

const NO_RANGES: readonly never[] = []

/**
 * Shows the output of an agent as it arrives. It renders only the visible lines, so the output can be long. While the user is at the end, it
 * scrolls to new lines.
 */
export function Transcript({ lines, timeOf, search, empty, foot, label }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set())
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 22,
    getItemKey: (index) => lines[index]?.sequence ?? index,
    overscan: 20,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  })
  const tail = useTail(virtualizer, lines.length)
  const currentLine = search.line
  useEffect(() => {
    if (currentLine !== null) virtualizer.scrollToIndex(currentLine, { align: 'center' })
  }, [currentLine, virtualizer])
  const ranges = matchesByLine(search.matches, search.current)
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={scroller}
        onScroll={tail.onScroll}
        role="log"
        aria-label={label}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-6 py-2 max-[719px]:px-4"
      >
        {lines.length === 0 && <p className="py-2 text-(--text-2)">{empty}</p>}
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index]
            if (!line) return null
            const before = lines[item.index - 1]
            const time = timeOf(line.at)
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <OutputRow
                  line={line}
                  time={before && timeOf(before.at) === time ? '' : time}
                  ranges={ranges.get(item.index) ?? NO_RANGES}
                  whole={whole.has(line.sequence)}
                  onWhole={(sequence) => setWhole((old) => new Set(old).add(sequence))}
                />
              </div>
            )
          })}
        </div>
      </div>
      {foot?.(tail)}
    </div>
  )
}
