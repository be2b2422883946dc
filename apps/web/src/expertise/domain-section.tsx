import { plural } from '../words/format.ts'
import { EntryRow } from './entry-row.tsx'
import type { DomainExpertise } from './expertise-documents.ts'
import { LiftLine } from './lift-line.tsx'
import { basisWords, countWords, differenceWords, pointsWords, verdictWords } from './lift-words.ts'

export interface DomainSectionProps {
  expertise: DomainExpertise
  /** Whether the buttons are disabled. */
  off: boolean
  onChanged: () => void
}

/** A domain: whether its entries help, and the entries. */
export function DomainSection({ expertise, off, onChanged }: DomainSectionProps) {
  const { domain, entryCount, entries, lift } = expertise
  const figures = [
    lift.success === null ? null : `merged at the first attempt: ${pointsWords(lift)}`,
    lift.costUsd === null ? null : `cost: ${differenceWords(lift, 'costUsd')}`,
    lift.durationMs === null ? null : `time: ${differenceWords(lift, 'durationMs')}`,
  ].filter((figure) => figure !== null)
  return (
    <section aria-label={domain} className="border-(--hair) border-b px-6 pt-3.5 pb-4 max-[719px]:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-[14px]">{domain}</h2>
        <span className="text-(--text-3) text-[12px]">{plural(entryCount, 'entry', 'entries')}</span>
        <LiftLine lift={lift} />
        <span className="font-medium">{verdictWords(lift)}</span>
      </div>
      <p className="mt-1 text-(--text-2) text-[12px]">
        {countWords(lift)}
        {lift.success !== null && ` (${basisWords(lift)})`}
      </p>
      {figures.length > 0 && <p className="text-(--text-2) text-[12px]">{figures.join(' · ')}</p>}
      <ul className="mt-2">
        {entries.map((measured) => (
          <EntryRow key={measured.entry.id} measured={measured} off={off} onChanged={onChanged} />
        ))}
      </ul>
      {entryCount > entries.length && (
        <p className="mt-2 text-(--text-3) text-[12px]">
          The page shows the first {entries.length}. <code>coppice expertise --domain {domain}</code> lists all.
        </p>
      )}
    </section>
  )
}
