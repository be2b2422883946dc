import { count } from '../words/format.ts'
import type { SessionOutput } from './use-session-output.ts'

/** Says which lines of a long output the page keeps. It shows nothing when there are no earlier lines. */
export function KeptLines({ output }: { output: SessionOutput }) {
  const { lines, last, earlier } = output
  const [from, to] = [lines[0]?.sequence, lines.at(-1)?.sequence]
  if (earlier === 0 || from === undefined || to === undefined) return null
  return (
    <div className="flex flex-none items-center gap-3 border-b border-(--hair) px-6 py-1 text-[12px] text-(--text-2) max-[719px]:px-4">
      <span className="truncate">
        Lines {count(from)} to {count(to)} of {count(last)}
      </span>
      <button
        type="button"
        onClick={output.loadEarlier}
        className="flex-none underline underline-offset-[3px] hover:text-(--text) max-[719px]:min-h-11"
      >
        Load earlier lines
      </button>
    </div>
  )
}
