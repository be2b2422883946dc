import type { ResultOf } from '../client/graphql.ts'
import { Cycles } from '../ui/cycles.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { plural } from '../words/format.ts'
import type { IMPORT_PLAN } from './project-documents.ts'

type Result = ResultOf<typeof IMPORT_PLAN>['importPlan']
export type RefusedImport = Exclude<Result, { __typename: 'ImportPlanSuccess' | 'SafeguardRemovedError' }>

/** Says why nothing was imported. It lists every mistake of the plan with its line and column. */
export function PlanProblems({ refused, onShow }: { refused: RefusedImport; onShow: (line: number) => void }) {
  if (refused.__typename === 'InvalidPlanError')
    return (
      <Refusal
        title={`Nothing was imported: the plan has ${plural(refused.problems.length, 'mistake')}.`}
        errorType={refused.__typename}
      >
        <ul className="mt-1.5 grid max-h-56 gap-1 overflow-y-auto">
          {refused.problems.map((problem) => (
            <li key={`${problem.path} ${problem.line} ${problem.message}`} className="grid grid-cols-[64px_1fr] gap-2">
              <Place problem={problem} onShow={onShow} />
              <span>
                {problem.message} {problem.path && <code className="text-(--text-3)">{problem.path}</code>}
              </span>
            </li>
          ))}
        </ul>
      </Refusal>
    )
  if (refused.__typename === 'CircularDependencyError')
    return (
      <Refusal title="Nothing was imported: tasks wait for each other." errorType={refused.__typename}>
        Each task waits for the next one in its line. Remove one dependency from each cycle.
        <Cycles cycles={refused.cycles} />
      </Refusal>
    )
  if (refused.__typename === 'RunActiveError')
    return (
      <Refusal
        status="RUNNING"
        title={`Nothing was imported: run ${refused.run.number} is active.`}
        errorType={refused.__typename}
      >
        A plan cannot change while a run carries it out. Import it after the run has ended.
      </Refusal>
    )
  return (
    <Refusal title="Nothing was imported." errorType={refused.__typename}>
      {refused.message}
    </Refusal>
  )
}

function Place({
  problem: { line, column },
  onShow,
}: {
  problem: { line: number | null; column: number | null }
  onShow: (line: number) => void
}) {
  if (line === null) return <span />
  return (
    <button
      type="button"
      onClick={() => onShow(line)}
      aria-label={`Show line ${line}${column === null ? '' : `, column ${column}`}`}
      className="self-start text-left font-mono text-(--text) underline decoration-(--line) underline-offset-3"
    >
      {line}
      {column === null ? '' : `:${column}`}
    </button>
  )
}
