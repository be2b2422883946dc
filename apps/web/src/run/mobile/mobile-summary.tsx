import { Fingerprint } from '../../marks/fingerprint.tsx'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { isRunEnded } from '../../marks/statuses.ts'
import type { RunScreenProps } from '../parts/run-screen-props.ts'
import { countTasks } from '../view/counts.ts'
import { forecastAndFact } from '../view/forecast-words.ts'
import { headline } from '../view/headline.ts'
import { runFacts } from '../view/readouts.ts'
import { groupsOf } from '../view/run-view.ts'

/** The first lines of a run's page on a phone: the state of the run and its figures. */
export function MobileSummary({ view, now, stale }: Pick<RunScreenProps, 'view' | 'now' | 'stale'>) {
  const { head, rest } = headline(view, stale ? null : now)
  const { completed, total } = countTasks(view.tasks)
  const [elapsed, cost, slots] = runFacts(view, now, stale)
  const compared = forecastAndFact(view, now)
  return (
    <div className="flex-none px-4 pt-3 pb-2">
      <h1 className="mb-2.5 flex items-center gap-2 text-[17px] leading-6 font-semibold tracking-[-.012em]">
        <StatusGlyph status={view.status} size={16} />
        <span className="truncate">
          {head}
          {rest && <span className="font-normal text-(--text-2)"> · {rest}</span>}
        </span>
      </h1>
      <Fingerprint groups={groupsOf(view)} size="full" width={Math.min(window.innerWidth, 719) - 32} />
      <div className="mt-1 flex justify-between gap-2 overflow-hidden leading-6 whitespace-nowrap text-(--text-3)">
        <span>
          <b className="font-medium text-(--text)">{`${completed} of ${total}`}</b> completed
        </span>
        <b className="font-medium text-(--text)">{elapsed?.value}</b>
        <span>
          cost <b className="font-medium text-(--text)">{cost?.value}</b>
        </span>
        {!isRunEnded(view.status) && !stale && (
          <span>
            <b className="font-medium text-(--text)">{slots?.value}</b> slots
          </span>
        )}
      </div>
      {compared !== null && !stale && <p className="text-[12px] text-(--text-3)">{compared}</p>}
    </div>
  )
}
