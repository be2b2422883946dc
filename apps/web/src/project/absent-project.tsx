import Link from 'next/link'
import { buttonClass } from '../ui/button.tsx'
import { StartRoot } from '../ui/start-root.tsx'

export function AbsentProject() {
  return (
    <section className="px-16 pt-9 pb-10 max-[719px]:px-4">
      <StartRoot />
      <h1 className="mt-3.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">There is no such project.</h1>
      <p className="mb-5 max-w-[600px] text-(--text-2)">
        The address names a project that this server does not have. It may have been opened from another server’s link.
      </p>
      <Link href="/" className={buttonClass()}>
        All projects
      </Link>
    </section>
  )
}
