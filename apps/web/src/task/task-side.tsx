import type { AttemptRow } from '@coppice/run-model'
import { ConflictSides } from '../run/conflict/conflict-sides.tsx'
import { KeptWork } from '../run/parts/trouble-block.tsx'
import { sessionElapsed } from '../run/view/elapsed.ts'
import type { VerifyFailure } from '../run/view/evidence.ts'
import type { SessionView, TaskView } from '../run/view/run-view.ts'
import { plural, shortCommit } from '../words/format.ts'
import { ExpertiseSection } from './expertise-section.tsx'
import { LessonsSection } from './lessons-section.tsx'
import { type MetricsColumn, MetricsTable } from './metrics-table.tsx'
import { ModelSection } from './model-section.tsx'
import { PromptSection } from './prompt-section.tsx'
import { ReportsSections } from './reports-section.tsx'
import { rowName } from './row-words.ts'
import { SideSection } from './side-section.tsx'
import type { TaskDetail } from './use-task-sessions.ts'
import { VerifySection } from './verify-section.tsx'

export interface TaskSideProps {
  task: TaskView
  session: SessionView | null
  rows: readonly AttemptRow[]
  detail: TaskDetail
  failures: readonly VerifyFailure[]
  now: number
}

/** How many sessions the table of metrics shows. More columns do not fit. */
const MOST_COLUMNS = 3

function metricsColumns(
  rows: readonly AttemptRow[],
  detail: TaskDetail,
  selected: string | null,
  now: number,
): MetricsColumn[] {
  return rows
    .flatMap((row) => {
      const found = detail.sessions.get(row.session.id)
      const on = row.session.id === selected
      const took = sessionElapsed(row.session, now)
      return found ? [{ id: row.session.id, name: rowName(row), metrics: found.metrics, took, selected: on }] : []
    })
    .slice(-MOST_COLUMNS)
}

function WorkSection({ task }: { task: TaskView }) {
  if (task.commit)
    return (
      <SideSection title="Merged" aside={<span className="font-mono">{shortCommit(task.commit)}</span>}>
        <p className="font-mono break-all text-(--text-2)">{task.commit}</p>
      </SideSection>
    )
  if (!task.branch) return null
  return (
    <SideSection title="Work" aside="not merged">
      <p className="text-(--text-2)">
        <KeptWork branch={task.branch} />
      </p>
    </SideSection>
  )
}

/** The right side of a task's page: metrics, the prompt, the output of verify, and where the work is. */
export function TaskSide({ task, session, rows, detail, failures, now }: TaskSideProps) {
  const prompt = session && detail.sessions.get(session.id)?.prompt
  const columns = metricsColumns(rows, detail, session?.id ?? null, now)
  const row = rows.find((candidate) => candidate.session.id === session?.id)
  const failure = failures.findLast((candidate) => candidate.attempt === session?.attempt) ?? failures.at(-1)
  return (
    <>
      {failure && <VerifySection key={failure.at} failure={failure} />}
      {task.conflictFiles.length > 0 && (
        <SideSection title="Conflict" aside={plural(task.conflictFiles.length, 'file')}>
          <ConflictSides task={task} stacked />
        </SideSection>
      )}
      {session?.error && (
        <SideSection title="Error">
          <p className="break-words whitespace-pre-wrap text-(--text-2)">{session.error}</p>
        </SideSection>
      )}
      <ReportsSections task={task} session={session} />
      {columns.length > 0 && (
        <SideSection>
          <MetricsTable columns={columns} />
        </SideSection>
      )}
      {session && <ModelSection model={session.model} choice={detail.sessions.get(session.id)?.modelChoice ?? null} />}
      {session && <ExpertiseSection expertise={detail.sessions.get(session.id)?.expertise ?? null} />}
      {session?.kind === 'LEARNING' && <LessonsSection lessons={detail.sessions.get(session.id)?.lessons ?? []} />}
      {prompt && row && <PromptSection prompt={prompt} of={rowName(row).toLowerCase()} />}
      <WorkSection task={task} />
      {detail.action && (
        <SideSection title="Instructions for the agent">
          <p className="leading-[17px] whitespace-pre-wrap text-(--text-2)">{detail.action}</p>
        </SideSection>
      )}
    </>
  )
}
