'use client'

import { Shell } from '../shell/shell.tsx'
import { useRouteValue } from '../shell/use-route-value.ts'

export function ProjectPage() {
  const projectId = useRouteValue('projectId')
  return (
    <Shell crumbs={[{ label: 'Projects', href: '/' }, { label: projectId }]} connection={null}>
      <h1 className="px-6 py-4 font-semibold text-[17px]">{projectId}</h1>
    </Shell>
  )
}
