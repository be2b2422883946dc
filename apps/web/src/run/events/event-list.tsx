'use client'

import type { RunEvent } from '@coppice/run-model'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { clock, count } from '../../words/format.ts'
import { sentenceText } from '../../words/sentence.ts'
import { SentenceLine } from '../../words/sentence-line.tsx'
import { eventWords } from './event-words.ts'

const ROW = 24

export interface EventListProps {
  events: readonly RunEvent[]
  /** The start time of the run, in ms since the epoch. */
  began: number
}

export function EventList({ events, began }: EventListProps) {
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => events[index]?.sequence ?? index,
    overscan: 20,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: ROW,
  })
  return (
    <section
      ref={scroller}
      className="min-h-0 flex-1 overflow-y-auto px-6 py-2 max-[719px]:px-4"
      aria-label="Events of the run"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const event = events[item.index]
          if (!event) return null
          const sentence = eventWords(event, events)
          return (
            <li
              key={item.key}
              className="absolute left-0 flex w-full items-center gap-4 whitespace-nowrap"
              style={{ transform: `translateY(${item.start}px)`, height: ROW }}
            >
              <span className="w-12 flex-none text-right text-(--text-3)">{count(event.sequence)}</span>
              <time className="w-12 flex-none text-right font-mono text-[11.5px] text-(--text-3)" dateTime={event.at}>
                {clock(Date.parse(event.at) - began)}
              </time>
              <span className="w-36 flex-none max-[719px]:w-28">{event.__typename}</span>
              <span className="truncate text-(--text-2)" title={sentenceText(sentence)}>
                <SentenceLine sentence={sentence} />
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
