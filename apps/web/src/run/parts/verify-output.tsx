import { lineTone } from '../../transcript/line-tone.ts'
import { OutputText } from '../../transcript/output-text.tsx'
import { ansiSpans } from '../../transcript/spans.ts'

const MOST_LINES = 14

export interface VerifyOutputProps {
  /** The output. It is null while it is loading. */
  output: string | null
  /** Whether every line is shown. By default only the end is shown, because it has the failures and the summary. */
  whole?: boolean
  className?: string
}

/** Shows the output of a failed verify. */
export function VerifyOutput({ output, whole = false, className = '' }: VerifyOutputProps) {
  if (output === null) return <p className="text-(--text-3)">Loading the output.</p>
  if (output.trim() === '') return <p className="text-(--text-2)">Nothing was printed.</p>
  const lines = output.trimEnd().split('\n')
  const shown = whole ? lines : lines.slice(-MOST_LINES)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre tabIndex={0} className={`overflow-x-auto font-mono leading-[17px] text-(--text-2) ${className}`}>
      {shown.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text never change their order
        <span key={index} className={lineTone({ kind: 'STDOUT', text }) === 'failure' ? 'text-(--failed)' : undefined}>
          <OutputText spans={ansiSpans(text)} />
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

export const hiddenLines = (output: string): number => Math.max(0, output.trimEnd().split('\n').length - MOST_LINES)
