import Link from 'next/link'
import type { RunMatch } from '../../transcript/matches/match-documents.ts'
import { clock, count } from '../../words/format.ts'

export interface MatchListProps {
  matches: readonly RunMatch[]
  counts: readonly { taskKey: string; totalCount: number }[]
  /** The start time of the run, in ms since the epoch. */
  began: number
}

/** The matches in plan order, below the names of their tasks. Each match links to its line in the transcript. */
export function MatchList({ matches, counts, began }: MatchListProps) {
  const totals = new Map(counts.map(({ taskKey, totalCount }) => [taskKey, totalCount]))
  return matches.map((match, index) => {
    const isFirst = matches[index - 1]?.taskKey !== match.taskKey
    const total = totals.get(match.taskKey)
    return (
      <div key={match.path}>
        {isFirst && (
          <h2 className="mt-3.5 mb-1 font-semibold text-[13px]">
            {match.taskKey}
            {total !== undefined && <span className="ml-2 font-normal text-(--text-3)">{count(total)}</span>}
          </h2>
        )}
        <MatchRow match={match} time={clock(Date.parse(match.at) - began)} />
      </div>
    )
  })
}

function MatchRow({ match, time }: { match: RunMatch; time: string }) {
  const { path, session, before, match: found, after } = match
  return (
    <Link
      href={path}
      prefetch={false}
      title={`Session ${session.number}, attempt ${session.attempt}, line ${match.sequence}`}
      className="flex gap-3.5 py-px hover:bg-(--sel) max-[719px]:min-h-11 max-[719px]:items-center max-[719px]:gap-2.5"
    >
      <span className="w-[34px] flex-none text-right font-mono text-[11.5px] text-(--text-3) leading-5">{time}</span>
      <span className="min-w-0 flex-1 truncate font-mono text-[11.5px] text-(--text-2) leading-5">
        {before}
        <mark className="rounded-[2px] bg-(--mark) text-(--text) shadow-[0_0_0_1px_var(--mark)]">{found}</mark>
        {after}
      </span>
      <span className="flex-none text-[11px] text-(--text-3) leading-5 max-[719px]:hidden">
        attempt {session.attempt}
      </span>
    </Link>
  )
}
