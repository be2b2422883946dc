import { memo, type ReactNode } from 'react'
import { clampText } from './clamp-text.ts'
import { lineTone } from './line-tone.ts'
import type { OpenText, OutputLine } from './output-line.ts'
import { OutputText } from './output-text.tsx'
import { ansiSpans, markSpans, type Range } from './spans.ts'

export interface OutputRowProps {
  line: OutputLine
  /** The time to show. It is empty when the line above has the same time. */
  time: string
  ranges: readonly Range[]
  whole: boolean
  onWhole: (line: OutputLine) => void
}

const ROW = 'flex gap-3.5 py-px max-[719px]:gap-2.5'
const TIME = 'w-[34px] flex-none text-right font-mono text-[11.5px] leading-5 text-(--text-3)'
const MONO = 'font-mono text-[11.5px] leading-5 whitespace-pre-wrap break-words'

function Call({ line, children }: { line: Pick<OutputLine, 'text'>; children: ReactNode }) {
  const name = line.text.split(/\s/, 1)[0]
  return (
    <div className={`${MONO} font-medium`} title={`Tool call: ${name}`}>
      <span className="mr-2 text-(--text-3)" aria-hidden="true">
        ›
      </span>
      {children}
    </div>
  )
}

function Body({ line, children }: { line: Pick<OutputLine, 'kind' | 'text'>; children: ReactNode }) {
  const tone = lineTone(line) === 'failure' ? 'text-(--failed)' : 'text-(--text-2)'
  switch (line.kind) {
    case 'TEXT':
      return <div className="max-w-[720px] leading-5 whitespace-pre-wrap">{children}</div>
    case 'THINKING':
      return <div className="max-w-[720px] leading-5 whitespace-pre-wrap text-(--text-2)">{children}</div>
    case 'NOTICE':
      return <div className="leading-5 whitespace-pre-wrap text-(--text-2)">{children}</div>
    case 'TOOL_CALL':
      return <Call line={line}>{children}</Call>
    case 'TOOL_RESULT':
      return <div className={`${MONO} ml-1 border-l border-(--line) pl-3 ${tone}`}>{children}</div>
    default:
      return <div className={`${MONO} ${tone}`}>{children}</div>
  }
}

export const OutputRow = memo(function OutputRow({ line, time, ranges, whole, onWhole }: OutputRowProps) {
  const clamped = clampText(line, whole || ranges.length > 0)
  return (
    <div className={ROW} data-sequence={line.sequence}>
      <span className={TIME}>{time}</span>
      <div className="min-w-0 flex-1">
        <Body line={line}>
          <OutputText spans={markSpans(ansiSpans(clamped.text), ranges)} />
        </Body>
        {clamped.hidden !== null && (
          <button
            type="button"
            onClick={() => onWhole(line)}
            className="ml-4 font-mono text-[11.5px] text-(--text-3) underline underline-offset-[3px] max-[719px]:min-h-11"
          >
            {clamped.hidden}
          </button>
        )}
      </div>
      {line.kind === 'STDERR' && <span className="flex-none text-[11px] leading-5 text-(--text-3)">stderr</span>}
    </div>
  )
})

/** The text that the agent is writing. It is drawn as the line that it becomes. */
export function OpenRow({ of }: { of: OpenText }) {
  return (
    <div className={ROW} data-open-text="">
      <span className={TIME} />
      <div className="min-w-0 flex-1">
        <Body line={of}>{of.text}</Body>
      </div>
    </div>
  )
}
