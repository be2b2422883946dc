import Link from 'next/link'
import { buttonClass } from '../ui/button.tsx'
import { StartRoot } from '../ui/start-root.tsx'

export function AbsentProject() {
  return (
    <section className="px-16 pt-9 pb-10 max-[719px]:px-4">
      <StartRoot />
      <h1 className="mt-3.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">
        This project does not exist.
      </h1>
      <p className="mb-5 max-w-[600px] text-(--text-2)">
        This server has no project with this address. The link may come from another server.
      </p>
      <Link href="/" className={buttonClass()}>
        All projects
      </Link>
    </section>
  )
}
