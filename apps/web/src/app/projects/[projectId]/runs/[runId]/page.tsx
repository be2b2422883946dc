import { RunPage } from '../../../../../run/run-page.tsx'
import { placeholders } from '../../../../../serve/placeholder.ts'

export const generateStaticParams = placeholders('projectId', 'runId')

export default function Page() {
  return <RunPage />
}
