'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { findMatches, matchesByLine } from './find-matches.ts'
import { KeptLines } from './kept-lines.tsx'
import { indexOfLine, type OpenText, type OutputLine } from './output-line.ts'
import { OpenRow, OutputRow } from './output-row.tsx'
import { isShortened } from './output-window.ts'
import type { Search } from './use-search.ts'
import type { SessionOutput } from './use-session-output.ts'
import { END_PX, type Tail, useTail } from './use-tail.ts'
import { useWholeTexts } from './use-whole-texts.ts'

export interface TranscriptProps {
  output: SessionOutput
  /** The lines to show, if they are not all lines of the output. */
  lines?: readonly OutputLine[]
  /** What the agent is writing after the lines, if it is shown. */
  openText?: OpenText | null
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
export function Transcript({
  output,
  lines = output.lines,
  openText = output.openText,
  timeOf,
  search,
  empty,
  foot,
  label,
}: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const whole = useWholeTexts(output)
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: lines.length + (openText === null ? 0 : 1),
    getScrollElement: () => scroller.current,
    estimateSize: () => 22,
    // The open text has the number that its line will have, so that the same row shows the line.
    getItemKey: (index) => lines[index]?.sequence ?? output.last + 1,
    overscan: 20,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  })
  const tail = useTail(virtualizer, lines, openText, output)
  const ranges = useMemo(() => matchesByLine(search.matches, search.current), [search.matches, search.current])
  const wanted = search.sequence === null ? null : indexOfLine(lines, search.sequence)
  const wantedLine = wanted === null ? undefined : lines[wanted]
  const scrolledTo = useRef<number | null>(null)
  useEffect(() => {
    if (search.sequence === null) scrolledTo.current = null
    if (wanted === null || scrolledTo.current === search.sequence) return
    scrolledTo.current = search.sequence
    virtualizer.scrollToIndex(wanted, { align: 'center' })
  }, [search.sequence, wanted, virtualizer])
  // The server also finds what is after the shown start of a long line.
  const isHidden = wantedLine !== undefined && isShortened(wantedLine) && !ranges.has(wanted ?? -1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line is opened once
  useEffect(() => {
    if (isHidden && search.query !== '') whole.open(wantedLine)
  }, [isHidden, wantedLine?.sequence])

  const rowOf = (index: number) => {
    const line = lines[index]
    if (!line) return openText && <OpenRow of={openText} />
    const text = whole.texts.get(line.sequence)
    const before = lines[index - 1]
    const time = timeOf(line.at)
    const opened = text === undefined ? line : { ...line, text }
    const marked = text === undefined ? ranges.get(index) : rangesIn(opened, search, line.sequence === search.sequence)
    return (
      <OutputRow
        line={opened}
        time={before && timeOf(before.at) === time ? '' : time}
        ranges={marked ?? NO_RANGES}
        whole={text !== undefined}
        onWhole={whole.open}
      />
    )
  }
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <KeptLines output={output} />
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
        {lines.length === 0 && openText === null && <p className="py-2 text-(--text-2)">{empty}</p>}
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute left-0 w-full"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {rowOf(item.index)}
            </div>
          ))}
        </div>
      </div>
      {foot?.(tail)}
    </div>
  )
}

/** The matches in a line whose whole text is shown. */
const rangesIn = (line: OutputLine, { query }: Search, isSelected: boolean) =>
  matchesByLine(findMatches([line], query), isSelected ? 0 : -1).get(0)
