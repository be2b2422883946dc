import type { ReactNode } from 'react'
import { Notice } from '../ui/notice.tsx'
import { plural } from '../words/format.ts'
import type { PlanChanges } from './project-documents.ts'

export interface PlanChangesViewProps {
  changes: PlanChanges
  /** Whether the person has allowed the removal of safeguards. */
  allowed: boolean
  onAllow: (allowed: boolean) => void
}

/** Shows what an import would change: settings with their old and new values, and tasks by kind of change. */
export function PlanChangesView({ changes, allowed, onAllow }: PlanChangesViewProps) {
  const { settings, tasks, removedSafeguards, keptFollowUps } = changes
  const many = removedSafeguards.length > 1
  const rows = WAYS.filter(({ way }) => tasks[way].total > 0)
  return (
    <div className="grid gap-4">
      {removedSafeguards.length > 0 && (
        <Notice status="FAILED" title={`This plan removes ${many ? 'safeguards' : 'a safeguard'}.`} role="alert">
          <ul className="mt-1 grid gap-1">
            {removedSafeguards.map((safeguard) => (
              <li key={safeguard}>{LOST[safeguard]}</li>
            ))}
          </ul>
          <label className="mt-2.5 flex items-start gap-2 text-(--text) max-[719px]:py-2">
            <input
              type="checkbox"
              checked={allowed}
              onChange={(event) => onAllow(event.target.checked)}
              className="mt-0.5 accent-(--ink)"
            />
            Remove {many ? 'them' : 'it'} from the project
          </label>
        </Notice>
      )}
      {settings.length === 0 && rows.length === 0 && <p>Nothing. The project already has this plan.</p>}
      {settings.length > 0 && (
        <Section title="Settings, for runs that start later">
          {settings.map(({ name, before, after }) => (
            <Row key={name} name={name}>
              <Values of={before} className="text-(--text-2)" /> <span aria-hidden="true">→</span>
              <span className="sr-only"> becomes </span> <Values of={after} />
            </Row>
          ))}
        </Section>
      )}
      {keptFollowUps.total > 0 && (
        <Section title="Accepted follow-ups">
          <Row name={`${plural(keptFollowUps.total, 'task')} kept`}>
            <Keys {...keptFollowUps} />
            <div className="text-(--text-3)">The file lacks them, and they stay in the plan.</div>
          </Row>
        </Section>
      )}
      {rows.length > 0 && (
        <Section title="Tasks">
          {rows.map(({ way, says }) => (
            <Row key={way} name={`${plural(tasks[way].total, 'task')} ${way}`}>
              <Keys {...tasks[way]} />
              {says && <div className="text-(--text-3)">{says}</div>}
            </Row>
          ))}
        </Section>
      )}
    </div>
  )
}

const LOST: Record<PlanChanges['removedSafeguards'][number], string> = {
  VERIFY: 'Without the setting "verify", runs deliver untested work.',
  MANUAL_DELIVERY:
    'Without the setting "delivery: manual" or "delivery: branch", runs move the base branch without asking.',
}

const WAYS = [
  { way: 'added', says: null },
  { way: 'changed', says: null },
  {
    way: 'archived',
    says: 'No longer in the plan. No run works on them. To bring them back, import a plan that contains them.',
  },
  { way: 'revived', says: 'Restored from the archive. Tasks that were done stay done.' },
] as const

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <dl className="border-(--hair) border-t">{children}</dl>
    </section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[150px_1fr] gap-x-3 border-(--hair) border-b py-1.5 max-[719px]:grid-cols-1">
      <dt className="break-words font-medium">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Values({ of, className = '' }: { of: readonly string[]; className?: string }) {
  if (of.length === 0) return <span className="text-(--text-3)">none</span>
  return <code className={`whitespace-pre-wrap ${className}`}>{of.join('; ')}</code>
}

function Keys({ total, keys }: { total: number; keys: readonly string[] }) {
  const more = total - keys.length
  return (
    <span className="text-(--text-2)">
      <code>{keys.join(', ')}</code>
      {more > 0 && ` and ${plural(more, 'other')}`}
    </span>
  )
}
