import { ExpertisePage } from '../../../../expertise/expertise-page.tsx'
import { placeholders } from '../../../../serve/placeholder.ts'

export const generateStaticParams = placeholders('projectId')

export default function Page() {
  return <ExpertisePage />
}
