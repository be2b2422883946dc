'use client'

import { Shell } from '../shell/shell.tsx'

export function ProjectsPage() {
  return (
    <Shell crumbs={[{ label: 'Projects' }]} connection={null}>
      <h1 className="px-6 py-4 font-semibold text-[17px]">Projects</h1>
    </Shell>
  )
}
