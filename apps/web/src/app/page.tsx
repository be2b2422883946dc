import type { Metadata } from 'next'
import { ProjectListPage } from '../project-list/project-list-page.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default function Page() {
  return <ProjectListPage />
}
