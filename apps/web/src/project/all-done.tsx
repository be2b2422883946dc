import { plural } from '../words/format.ts'
import type { ProjectData } from './project-documents.ts'

/** Shown when every task of the plan is done, so that a run would have no tasks. */
export function AllDone({ project }: { project: ProjectData }) {
  return (
    <section className="max-[1079px]:order-1 px-6 pt-4 pb-7 max-[719px]:px-4">
      <svg aria-hidden="true" className="block max-w-full" width="660" height="40" viewBox="0 0 660 40">
        <path d="M6 20H640" stroke="var(--ink)" strokeWidth="2" />
        <circle cx="6" cy="20" r="4.5" fill="var(--bg)" stroke="var(--ink)" strokeWidth="2" />
        <circle cx="646" cy="20" r="5" fill="var(--ink)" />
      </svg>
      <h2 className="mt-2.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">Everything is done.</h2>
      <p className="max-w-[600px] text-(--text-2)">
        {project.tasks.totalCount === 1
          ? 'The plan’s task is'
          : `All ${plural(project.tasks.totalCount, 'task')} of the plan are`}{' '}
        merged and verified. To start another run, import a plan with new tasks.
      </p>
    </section>
  )
}
