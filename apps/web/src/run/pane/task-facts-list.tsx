import type { ReactNode } from 'react'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { ago, plural, shortCommit, shortRef } from '../../words/format.ts'
import { claimWords } from '../parts/claim-words.ts'
import { clashSentence } from '../view/clash-words.ts'
import { cutFrom } from '../view/cut-from.ts'
import { indexDependencies } from '../view/dependents.ts'
import { markOf, type RunView, type SessionView, type TaskView } from '../view/run-view.ts'

export interface TaskFactsProps {
  view: RunView
  task: TaskView
  session: SessionView | null
  /** When the last line was printed, in ms since the epoch. It is null when nothing was printed. */
  lastOutputAt: number | null
  now: number
}

function Row({ name, mono = false, children }: { name: string; mono?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-(--text-3)">{name}</dt>
      <dd className={`truncate text-right ${mono ? 'font-mono text-[11.5px]' : ''}`}>{children}</dd>
    </>
  )
}

/** @returns the last two parts of a path, which identify the worktree. The tooltip has the whole path. */
const pathEnd = (path: string): string => path.split('/').slice(-3).join('/')

function HoldsBack({ view, task }: { view: RunView; task: TaskView }) {
  const behind = indexDependencies(view.tasks).behind(task.key)
  if (behind.length === 0) return null
  return (
    <div className="mt-3 grid gap-1 border-t border-(--hair) pt-2.5">
      <div className="text-(--text-3)">Tasks that wait for it</div>
      {behind.slice(0, 6).map((other) => (
        <div key={other.key}>
          <StatusGlyph status={markOf(other)} size={11} /> {other.key}{' '}
          <span className="text-(--text-3)">batch {other.batchNumber}</span>
        </div>
      ))}
      {behind.length > 6 && <div className="text-(--text-3)">and {plural(behind.length - 6, 'more', 'more')}</div>}
    </div>
  )
}

/** Lists facts about the task: its agent, its worktree, its start commit, its duration, and the tasks that wait for it. */
export function TaskFacts({ view, task, session, lastOutputAt, now }: TaskFactsProps) {
  const commit = session?.startCommit ?? cutFrom(view, task.batchNumber)
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-[5px]">
        <Row name="Agent">{session?.agent ?? task.agent}</Row>
        {session?.model && <Row name="Model">{session.model}</Row>}
        {session?.worktreePath && session.endedAt === null && (
          <Row name="Worktree" mono>
            <span title={session.worktreePath}>{pathEnd(session.worktreePath)}</span>
          </Row>
        )}
        {session && commit && (
          <Row name="Start" mono>
            {shortCommit(commit)}
          </Row>
        )}
        {task.branch && (
          <Row name="Branch" mono>
            <span title={task.branch}>{shortRef(task.branch).replace(/^coppice\/work\//, '')}</span>
          </Row>
        )}
        {task.commit && (
          <Row name="Merged as" mono>
            {shortCommit(task.commit)}
          </Row>
        )}
        <Row name="Attempts">{task.attempts}</Row>
        {lastOutputAt !== null && <Row name="Last output">{ago(now - lastOutputAt)}</Row>}
        {task.clashes.length > 0 && (
          <Row name="Clashes with">
            <span title={clashSentence(task) ?? undefined}>{task.clashes.map(({ key }) => key).join(', ')}</span>
          </Row>
        )}
        {session?.claim && (
          <Row name="Agent says">{<span title={claimWords(session.claim)}>{claimWords(session.claim)}</span>}</Row>
        )}
        {task.issues.length > 0 && (
          <Row name="Issues">
            <span title={task.issues.map(({ title }) => title).join('\n')}>
              {task.issues.map(({ title }) => title).join(', ')}
            </span>
          </Row>
        )}
        {task.followUps.length > 0 && <Row name="Follow-ups proposed">{task.followUps.length}</Row>}
        {task.reason && <Row name="Why">{<span title={task.reason}>{task.reason}</span>}</Row>}
      </dl>
      <HoldsBack view={view} task={task} />
    </>
  )
}
