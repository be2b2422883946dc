import { lineTone } from '../../transcript/line-tone.ts'
import { OutputText } from '../../transcript/output-text.tsx'
import { ansiSpans } from '../../transcript/spans.ts'

const MOST_LINES = 14

export interface VerifyOutputProps {
  output: string
  /** Every line; else the end, where the failures and the summary stand. */
  whole?: boolean
  className?: string
}

/** What verify printed when it refused the work. */
export function VerifyOutput({ output, whole = false, className = '' }: VerifyOutputProps) {
  const lines = output.trimEnd().split('\n')
  const shown = whole ? lines : lines.slice(-MOST_LINES)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard too
    <pre tabIndex={0} className={`overflow-x-auto font-mono leading-[17px] text-(--text-2) ${className}`}>
      {shown.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never change places
        <span key={index} className={lineTone({ kind: 'STDOUT', text }) === 'failure' ? 'text-(--failed)' : undefined}>
          <OutputText spans={ansiSpans(text)} />
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

export const hiddenLines = (output: string): number => Math.max(0, output.trimEnd().split('\n').length - MOST_LINES)
