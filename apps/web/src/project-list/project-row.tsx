import Link from 'next/link'
import { Fingerprint } from '../marks/fingerprint.tsx'
import { runMarks } from '../marks/run-marks.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { projectAddress, runAddress } from '../shell/addresses.ts'
import { clock, count } from '../words/format.ts'
import { when } from '../words/when.ts'
import type { ListedProject } from './project-list-documents.ts'

export const PROJECT_COLUMNS =
  'min-[900px]:grid min-[900px]:grid-cols-[minmax(180px,1.1fr)_minmax(160px,1.3fr)_190px_minmax(120px,1.6fr)_110px] min-[900px]:items-center min-[900px]:gap-4'

/** A project with its latest run. An active run is shown live. */
export function ProjectRow({ project, now }: { project: ListedProject; now: number }) {
  const run = project.activeRun ?? project.runs.edges[0]?.node ?? null
  return (
    <li
      className={`${PROJECT_COLUMNS} relative min-h-[54px] border-(--hair) border-b hover:bg-(--sel) max-[899px]:flex max-[899px]:flex-wrap max-[899px]:items-center max-[899px]:gap-x-3 max-[899px]:gap-y-1 max-[899px]:py-3`}
    >
      <span className="flex min-w-0 items-center gap-3">
        {run ? <StatusGlyph status={run.status} /> : <StatusGlyph status="PENDING" label="No run yet" />}
        <Link href={projectAddress(project.id)} className="truncate font-semibold after:absolute after:inset-0">
          {project.name}
        </Link>
      </span>
      <span className="min-w-0 truncate text-(--text-2) max-[899px]:order-last max-[899px]:w-full">
        <code title={project.repositoryPath}>{project.repositoryPath}</code>
        <span className="text-(--text-3)"> on </span>
        <code>{project.baseBranch}</code>
      </span>
      {run ? <LatestRun run={run} project={project} now={now} /> : <span className="text-(--text-3)">No run yet</span>}
    </li>
  )
}

interface LatestRunProps {
  run: NonNullable<ListedProject['activeRun']> | ListedProject['runs']['edges'][number]['node']
  project: ListedProject
  now: number
}

function LatestRun({ run, project, now }: LatestRunProps) {
  const active = run.id === project.activeRun?.id
  const started = run.startedAt === null ? null : Date.parse(run.startedAt)
  return (
    <>
      <span className="whitespace-nowrap text-(--text-2)">
        <Link href={runAddress(project.id, run.id)} className="relative z-10 hover:text-(--text) hover:underline">
          Run {run.number}
        </Link>
        {active ? ` · ${run.status === 'PAUSED' ? 'paused' : batchWords(run)}` : ` · ${run.status}`}
      </span>
      <span className="min-w-0 overflow-hidden max-[899px]:w-full">
        <Fingerprint size="list" groups={runMarks(run)} />
      </span>
      <span className="whitespace-nowrap text-(--text-2) min-[900px]:text-right">
        {active && started !== null ? (
          <>
            <span className="text-(--text)">{clock(now - started)}</span>{' '}
            <span className="text-(--text-3)">elapsed</span>
          </>
        ) : (
          started !== null && when(started, now)
        )}
      </span>
    </>
  )
}

function batchWords(run: { batches: LatestRunProps['run']['batches'] }): string {
  const at =
    run.batches.find((batch) => batch.status === 'RUNNING') ?? run.batches.find((batch) => batch.status === 'PENDING')
  if (!at) return `${count(run.batches.length)} batches`
  return `Batch ${at.number} of ${run.batches.length}`
}
