import { Fingerprint } from '../marks/fingerprint.tsx'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { countTasks } from './view/counts.ts'
import { longestChain } from './view/dependents.ts'
import { groupsOf, markOf, type RunView } from './view/run-view.ts'

const MOST_NAMES = 4

/** Shows the longest remaining chain of dependent tasks. The run cannot end before the last of them. */
function Chain({ view }: { view: RunView }) {
  const chain = longestChain(view)
  const first = chain[0]
  if (!first || chain.length < 2) return null
  const shown = chain.slice(1, MOST_NAMES)
  return (
    <span className="ml-auto flex flex-none items-center gap-3">
      <span className="text-(--text-3)">Longest remaining chain</span>
      <span className="whitespace-nowrap text-(--text-2)">
        <StatusGlyph status={markOf(first)} size={11} /> <b className="font-semibold">{first.key}</b>
        {shown.map((task) => ` → ${task.key}`)}
        {chain.length > MOST_NAMES && ` → ${chain.length - MOST_NAMES} more`}
      </span>
    </span>
  )
}

export interface EpicLineProps {
  view: RunView
  selected: string | null
  onSelect: (epicKey: string) => void
}

/** Shows a fingerprint of each epic. A click on it shows only the tasks of the epic. */
export function EpicLine({ view, selected, onSelect }: EpicLineProps) {
  return (
    <div className="flex h-[34px] flex-none items-center gap-[30px] overflow-hidden border-b border-(--hair) px-6 text-[12px]">
      <span className="text-(--text-3)">Epics</span>
      <div className="flex min-w-0 gap-[30px] overflow-x-auto [scrollbar-width:none]">
        {view.epics.map(({ key, name }) => {
          const { completed, total } = countTasks(view.tasks.filter((task) => task.epicKey === key))
          return (
            <button
              type="button"
              key={key}
              title={`Show only ${name}`}
              aria-pressed={selected === key}
              onClick={() => onSelect(key)}
              className="flex flex-none items-center gap-2 py-1"
            >
              <b className={`font-semibold ${selected === key ? 'underline underline-offset-4' : ''}`}>{key}</b>
              <Fingerprint groups={groupsOf(view, key)} size="epic" />
              <span className="whitespace-nowrap text-(--text-2)">
                {completed} of {total}
              </span>
            </button>
          )
        })}
      </div>
      <Chain view={view} />
    </div>
  )
}
