import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '../ui/button.tsx'
import { Mark } from '../ui/icons.tsx'
import { StartRoot } from '../ui/start-root.tsx'

export const metadata: Metadata = { title: 'No such page' }

export default function NotFound() {
  return (
    <main className="px-16 pt-9 pb-10 max-[719px]:px-4">
      <Link
        href="/"
        aria-label="Coppice, all projects"
        className="mb-12 inline-flex max-[719px]:h-11 max-[719px]:items-center"
      >
        <Mark />
      </Link>
      <StartRoot />
      <h1 className="mt-3.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">This page does not exist.</h1>
      <p className="mb-5 max-w-[600px] text-(--text-2)">
        The address may be incomplete. The list of projects leads to every project, run and task.
      </p>
      <Link href="/" className={buttonClass()}>
        All projects
      </Link>
    </main>
  )
}
