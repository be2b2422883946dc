import { plural } from '../words/format.ts'
import { SideSection } from './side-section.tsx'
import type { SessionDetail } from './task-documents.ts'

/** Shows what a LEARNING session taught. It renders nothing when it taught nothing. */
export function LessonsSection({ lessons }: { lessons: SessionDetail['lessons'] }) {
  if (lessons.length === 0) return null
  return (
    <SideSection title="Taught" aside={plural(lessons.length, 'lesson')}>
      <ul className="grid gap-1.5">
        {lessons.map(({ domain, kind, text }) => (
          <li key={text}>
            <p className="break-words leading-[17px] text-(--text-2)">{text}</p>
            <p className="text-(--text-3) text-[12px]">
              {kind.toLowerCase()}
              {domain === null ? '' : `, ${domain}`}
            </p>
          </li>
        ))}
      </ul>
    </SideSection>
  )
}
