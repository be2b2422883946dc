import type { ReactNode } from 'react'
import { Readout } from '../ui/readout.tsx'
import { count, plural } from '../words/format.ts'
import { when } from '../words/when.ts'
import type { ProjectData } from './project-documents.ts'

export interface ProjectHeaderProps {
  project: ProjectData
  now: number
  actions: ReactNode
}

/** The head of a project's page: its name, its incomplete tasks, its latest run and its repository. */
export function ProjectHeader({ project, now, actions }: ProjectHeaderProps) {
  const last = project.runs.edges[0]?.node
  const lastAt = last?.startedAt ? when(Date.parse(last.startedAt), now) : null
  return (
    <section className="flex min-h-[68px] flex-none flex-wrap items-start gap-x-[30px] gap-y-3 border-(--hair) border-b px-6 pt-3 pb-3.5 max-[719px]:px-4">
      <div className="mr-3.5 min-w-0">
        <h1 className="truncate font-semibold text-[17px] leading-[22px] tracking-[-.014em]">
          {project.name}
          <span className="font-normal text-(--text-2) tracking-[-.008em]"> · {todoWords(project)}</span>
        </h1>
        <p className="mt-0.5 text-(--text-2) text-[12px]">{stateWords(project)}</p>
      </div>
      <Readout value={<Path path={project.repositoryPath} />} label="repository" />
      <Readout value={<code className="font-medium">{project.baseBranch}</code>} label="base branch" />
      <Commands label="verify" commands={project.settings.verify} />
      <Commands label="setup" commands={project.settings.setup} />
      {last && (
        <Readout
          value={plural(project.runs.totalCount, 'run')}
          label={lastAt === null ? 'none has started' : `latest: ${lastAt}`}
        />
      )}
      <div className="ml-auto flex flex-wrap gap-2 pt-[7px] max-[719px]:ml-0 max-[719px]:w-full max-[719px]:pt-0">
        {actions}
      </div>
    </section>
  )
}

function todoWords({ plan, tasks }: ProjectData): string {
  if (tasks.totalCount === 0) return 'no plan yet'
  if (plan.totalTasks === 0) return `all ${plural(tasks.totalCount, 'task')} done`
  return `${count(plan.totalTasks)} of ${plural(tasks.totalCount, 'task')} to do`
}

function stateWords({ activeRun, runs }: ProjectData): string {
  const last = runs.edges[0]?.node
  if (activeRun) return `Run ${activeRun.number} is ${activeRun.status === 'PAUSED' ? 'paused' : 'active'}`
  if (!last) return 'No run yet'
  return `No active run; run ${last.number} ended ${last.status}`
}

function Commands({ label, commands }: { label: string; commands: readonly string[] }) {
  if (commands.length === 0) return null
  const text = commands.join(' && ')
  return (
    <Readout
      label={label}
      value={
        <code title={text} className="block max-w-[200px] truncate font-medium">
          {text}
        </code>
      }
    />
  )
}

/** Shows a path. A long path is cut at its beginning, because the end distinguishes repositories. */
const Path = ({ path }: { path: string }) => (
  <code title={path} className="block max-w-[280px] truncate font-medium [direction:rtl] max-[719px]:max-w-[200px]">
    <bdi>{path}</bdi>
  </code>
)
