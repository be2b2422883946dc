import type { FollowUpView, IssueView } from '@coppice/run-model'
import { claimWords } from '../run/parts/claim-words.ts'
import type { SessionView, TaskView } from '../run/view/run-view.ts'
import { SideSection } from './side-section.tsx'

/** Shows what the agents of a task reported: the claim of the session, the issues, and the tasks that they proposed. */
export function ReportsSections({ task, session }: { task: TaskView; session: SessionView | null }) {
  return (
    <>
      {session?.claim && (
        <SideSection title="The agent says">
          <p className="break-words whitespace-pre-wrap text-(--text-2)">{claimWords(session.claim)}</p>
        </SideSection>
      )}
      <Reports title="Issues" reports={task.issues} />
      <Reports title="Proposed follow-ups" reports={task.followUps} />
    </>
  )
}

function Reports({ title, reports }: { title: string; reports: readonly (IssueView | FollowUpView)[] }) {
  if (reports.length === 0) return null
  return (
    <SideSection title={title} aside={String(reports.length)}>
      <ul className="grid gap-1.5">
        {reports.map(({ id, title: line, text }) => (
          <li key={id}>
            <p className="break-words">{line}</p>
            {text && <p className="break-words whitespace-pre-wrap text-(--text-2)">{text}</p>}
          </li>
        ))}
      </ul>
    </SideSection>
  )
}
