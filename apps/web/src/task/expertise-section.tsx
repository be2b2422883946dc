import { plural } from '../words/format.ts'
import { SideSection } from './side-section.tsx'
import type { SessionDetail } from './task-documents.ts'

/** Shows which entries of the project's expertise were chosen for a session, and why. It renders nothing when none were. */
export function ExpertiseSection({ expertise }: { expertise: SessionDetail['expertise'] }) {
  if (expertise === null || expertise.entries.length === 0) return null
  const isGiven = expertise.given === 'GIVEN'
  return (
    <SideSection
      title="Expertise"
      aside={`${expertise.domain}, ${plural(expertise.entries.length, 'entry', 'entries')}`}
    >
      {!isGiven && (
        <p className="mb-1.5 text-(--text-2)">
          The session was held out: its prompt has none of these, so that sessions can be compared.
        </p>
      )}
      <ul className="grid gap-1.5">
        {expertise.entries.map(({ id, text, because }) => (
          <li key={id}>
            <p className="whitespace-pre-wrap break-words leading-[17px] text-(--text-2)">{text}</p>
            <p className="break-words text-(--text-3) text-[12px]">{because}</p>
          </li>
        ))}
      </ul>
    </SideSection>
  )
}
