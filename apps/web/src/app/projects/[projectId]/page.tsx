import { ProjectPage } from '../../../project/project-page.tsx'
import { placeholders } from '../../../serve/placeholder.ts'

export const generateStaticParams = placeholders('projectId')

export default function Page() {
  return <ProjectPage />
}
