import type { ReactNode } from 'react'

/** A section at the right side of a task's page. */
export function SideSection({ title, aside, children }: { title?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-(--hair) py-[11px] pr-6 pl-5 last:border-0 max-[719px]:px-4">
      {title && (
        <h2 className="mb-[5px] flex items-center gap-1.5 font-semibold">
          {title}
          {aside && <span className="ml-auto font-normal text-(--text-2)">{aside}</span>}
        </h2>
      )}
      {children}
    </section>
  )
}
