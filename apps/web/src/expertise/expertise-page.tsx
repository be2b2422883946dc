'use client'

import { useEffect } from 'react'
import { useFresh } from '../client/use-fresh.ts'
import { useRouteValue } from '../hooks/use-route-value.ts'
import { projectAddress } from '../shell/addresses.ts'
import { Shell } from '../shell/shell.tsx'
import { useMayOperate } from '../shell/use-may-operate.ts'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { plural } from '../words/format.ts'
import { DomainSection } from './domain-section.tsx'
import { Exchange } from './exchange.tsx'
import { EXPERTISE, type ProjectExpertise } from './expertise-documents.ts'

/**
 * The page also reads when people look at it again and when they change something. Sessions teach a few times an hour, and the response is long.
 */
const EVERY_MS = 60_000

/** What a project has learned from its sessions, by domain, and whether it helps. */
export function ExpertisePage() {
  const id = useRouteValue('projectId')
  const { data, fault, connection, refresh } = useFresh(EXPERTISE, { id }, EVERY_MS)
  const project = data?.project ?? null
  const stale = connection?.state === 'lost'
  useEffect(() => {
    if (project) document.title = `Expertise · ${project.name} · Coppice`
  }, [project])
  return (
    <Shell
      crumbs={[
        { label: 'Projects', href: '/' },
        { label: project?.name ?? 'Project', href: projectAddress(id) },
        { label: 'Expertise' },
      ]}
      connection={connection}
      still={null}
    >
      {connection && <ConnectionBar connection={connection} onTryNow={refresh} />}
      {fault && <FaultNotice title="The expertise could not be loaded." fault={fault} className="m-6" />}
      {project && <Domains project={project} stale={stale} onChanged={refresh} />}
      {data && !project && <p className="m-6">There is no project at this address.</p>}
      <KeysSheet keys={[]} />
    </Shell>
  )
}

interface DomainsProps {
  project: ProjectExpertise
  stale: boolean
  onChanged: () => void
}

function Domains({ project, stale, onChanged }: DomainsProps) {
  const off = !useMayOperate() || stale
  const total = project.expertise.reduce((sum, { entryCount }) => sum + entryCount, 0)
  const shown = project.expertise.filter(
    ({ entryCount, lift }) => entryCount > 0 || lift.with.sessions + lift.without.sessions > 0,
  )
  return (
    <div data-stale={stale || undefined}>
      <section className="flex min-h-[68px] flex-wrap items-start gap-x-[30px] gap-y-3 border-(--hair) border-b px-6 pt-3 pb-3.5 max-[719px]:px-4">
        <div className="min-w-0">
          <h1 className="font-semibold text-[17px] leading-[22px] tracking-[-.014em]">
            Expertise
            <span className="font-normal text-(--text-2)"> · {plural(total, 'entry', 'entries')}</span>
          </h1>
          <p className="mt-0.5 text-(--text-2) text-[12px]">{useWords(project.settings)}</p>
        </div>
        <Exchange project={project} off={off} onImported={onChanged} />
      </section>
      {shown.length === 0 && (
        <p className="px-6 py-4 text-(--text-2) max-[719px]:px-4">
          Nothing is learned yet. Sessions whose work is merged add what helped them.
        </p>
      )}
      {shown.map((expertise) => (
        <DomainSection key={expertise.domain} expertise={expertise} off={off} onChanged={onChanged} />
      ))}
    </div>
  )
}

const useWords = ({ expertise, learningModel }: ProjectExpertise['settings']): string =>
  learningModel === null
    ? (USE_WORDS[expertise] ?? expertise)
    : `${USE_WORDS[expertise] ?? expertise} Rules and ${learningModel} read the sessions whose work was merged.`

const USE_WORDS: Readonly<Record<string, string>> = {
  measured:
    'Prompts get the entries that fit. One session in ten gets none, so that sessions with and without them can be compared.',
  always: 'Prompts get the entries that fit. No session is held out.',
  off: 'Switched off by the plan: nothing is learned, and prompts get nothing.',
}
