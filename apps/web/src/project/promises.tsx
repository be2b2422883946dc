import Link from 'next/link'
import type { ReactNode } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import type { GlyphStatus } from '../marks/statuses.ts'
import { runAddress } from '../shell/addresses.ts'
import { plural } from '../words/format.ts'
import { carriedRuns } from './delivery-words.ts'
import type { ProjectData, RunInList } from './project-documents.ts'

/** Lists what the server has checked for a run that would start now. */
export function Checked({ project }: { project: ProjectData }) {
  const { plan, tasks, runs, settings } = project
  const done = tasks.totalCount - plan.totalTasks
  const carried = carriedRuns(runs.edges.map((edge) => edge.node))
  return (
    <Block title="Checked">
      {plan.totalTasks > 0 && (
        <Fact status="COMPLETED">
          The plan has no cycle: {plural(plan.totalTasks, 'task')} in {plural(plan.batches.length, 'batch', 'batches')}
        </Fact>
      )}
      {done > 0 && (
        <Fact status="COMPLETED">
          {plural(done, 'task')} {done === 1 ? 'is done and stays done' : 'are done and stay done'}
        </Fact>
      )}
      {settings.verify.length > 0 ? (
        <Fact status="COMPLETED">
          <code>{settings.verify.join(' && ')}</code> {verifyWords(project)}
        </Fact>
      ) : (
        <Fact status="PENDING">The plan has no verify command, so merges are not tested</Fact>
      )}
      {carried.map((run) => (
        <Carried key={run.id} run={run} projectId={project.id} />
      ))}
      {carried.length === 0 && runs.totalCount > 0 && (
        <Fact status="COMPLETED">No earlier run has undelivered work</Fact>
      )}
    </Block>
  )
}

function verifyWords({ baseBranch, settings: { redBase, verifyTogether } }: ProjectData): string {
  const merges =
    verifyTogether > 1 ? `every merge, or once for up to ${verifyTogether} merges that wait` : 'every merge'
  return redBase === 'allow'
    ? `may fail on ${baseBranch}, but no merge may make it worse, and delivery needs it to pass`
    : `must pass on ${baseBranch} first, then on ${merges}`
}

function Carried({ run, projectId }: { run: RunInList; projectId: string }) {
  return (
    <Fact status="MERGING">
      <Link href={runAddress(projectId, run.id)} className="underline decoration-(--line) underline-offset-3">
        Run {run.number}
      </Link>{' '}
      has undelivered work ({plural(run.completedTasks, 'task')}). The new run first adds and verifies it
    </Fact>
  )
}

/** Lists what a run does not touch. */
export function NotTouched({ project: { baseBranch, settings } }: { project: ProjectData }) {
  const files = [...settings.copy, ...settings.link]
  return (
    <Block title="Not touched">
      <Kept>Your checkout: HEAD, index, files, config, hooks</Kept>
      <Kept>
        <code>{baseBranch}</code>,{' '}
        {settings.delivery !== 'auto'
          ? `until a person delivers (the plan sets delivery: ${settings.delivery})`
          : 'until the run has ended. Then it moves to the merged work, if the checkout is clean'}
      </Kept>
      {files.length > 0 && (
        <Kept>
          <code>{files.join(', ')}</code> {files.length === 1 ? 'is' : 'are'} put into worktrees, never into a commit
        </Kept>
      )}
    </Block>
  )
}

export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-2.5 border-(--hair) border-t px-6 pt-[11px] pb-1 max-[719px]:px-4">
      <h3 className="mb-1.5 font-semibold text-[12px]">{title}</h3>
      <ul className="mb-1 grid gap-1.5 text-(--text-2)">{children}</ul>
    </section>
  )
}

export const Fact = ({ status, children }: { status: GlyphStatus; children: ReactNode }) => (
  <li className="flex gap-2">
    <StatusGlyph status={status} size={12} label="" className="mt-[3px]" />
    <span className="min-w-0 break-words">{children}</span>
  </li>
)

const Kept = ({ children }: { children: ReactNode }) => (
  <li className="flex gap-2">
    <span aria-hidden="true" className="mt-[9px] w-3 flex-none border-(--line-2) border-t" />
    <span className="min-w-0 break-words">{children}</span>
  </li>
)
