import type { ReactNode } from 'react'
import { Fingerprint } from '../marks/fingerprint.tsx'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isRunEnded } from '../marks/statuses.ts'
import { Readout } from '../ui/readout.tsx'
import { sentenceText } from '../words/sentence.ts'
import { SentenceLine } from '../words/sentence-line.tsx'
import { BudgetReadout } from './budget/budget-readout.tsx'
import { SlotsReadout } from './control/slots-readout.tsx'
import type { RunControl } from './control/use-run-control.ts'
import type { Activity } from './live/use-activity.ts'
import { countTasks } from './view/counts.ts'
import { headline } from './view/headline.ts'
import { openBatchWords } from './view/open-batches.ts'
import { runFacts } from './view/readouts.ts'
import { groupsOf, type RunView } from './view/run-view.ts'

export interface RunHeaderProps {
  view: RunView
  now: number
  /** Whether the data may be out of date. */
  stale: boolean
  control: RunControl
  activity: ReadonlyMap<string, Activity>
  /** Opens the dialog of the budget. It is null for a person who may not change it. */
  onSetBudget: (() => void) | null
  actions: ReactNode
}

function fingerprintCaption(view: RunView): string {
  const { completed, total, needPerson } = countTasks(view.tasks)
  if (!isRunEnded(view.status) && view.strategy === 'CONTINUOUS') return openBatchWords(view)
  if (!isRunEnded(view.status) || needPerson === 0) return `${completed} of ${total} completed`
  return `${completed} completed, ${needPerson} ${needPerson === 1 ? 'needs' : 'need'} you`
}

/** The head of a run's page: its state in words, the cause of the state, its fingerprint and its figures. */
export function RunHeader({ view, now, stale, control, activity, onSetBudget, actions }: RunHeaderProps) {
  const { head, rest, cause } = headline(view, stale ? null : now)
  return (
    <section className="flex h-[68px] flex-none items-start gap-x-[30px] overflow-hidden px-6 pt-3">
      <div className="mr-2 flex min-w-0 flex-[0_1_auto]">
        <StatusGlyph status={view.status} size={16} className="mt-[3px] mr-2.5" />
        <div className="min-w-0">
          <h1 className="truncate text-[17px] leading-[22px] font-semibold tracking-[-.014em]">
            {head}
            {rest && <span className="font-normal tracking-[-.008em] text-(--text-2)"> · {rest}</span>}
          </h1>
          <p className="mt-0.5 truncate text-[12px] leading-[18px] text-(--text-2)" title={sentenceText(cause)}>
            <SentenceLine sentence={cause} />
          </p>
        </div>
      </div>
      <div className="mr-2 flex-none">
        <Fingerprint groups={groupsOf(view)} size="header" />
        <p className="mt-px text-[12px] leading-[18px] text-(--text-3)">{fingerprintCaption(view)}</p>
      </div>
      <div className="flex h-[52px] min-w-0 flex-[0_1_auto] flex-wrap gap-x-[30px] gap-y-4 overflow-hidden">
        {runFacts(view, now, stale).map(({ value, label, edits }) => (
          // In a narrow window, the figures with controls are first, because the last figures are cut off.
          <div key={edits ?? label} className={edits ? 'max-[1240px]:-order-1' : ''}>
            {edits === 'budget' ? (
              <BudgetReadout
                view={view}
                activity={activity}
                value={value}
                label={label}
                stale={stale}
                onSetBudget={onSetBudget}
              />
            ) : (
              <Readout value={edits ? <SlotsReadout words={value} control={control} /> : value} label={label} />
            )}
          </div>
        ))}
      </div>
      <div className="ml-auto flex flex-none gap-2 pt-[7px]">{actions}</div>
    </section>
  )
}
