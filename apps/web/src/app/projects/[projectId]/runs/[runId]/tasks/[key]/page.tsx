import { placeholders } from '../../../../../../../serve/placeholder.ts'
import { TaskPage } from '../../../../../../../task/task-page.tsx'

export const generateStaticParams = placeholders('projectId', 'runId', 'key')

export default function Page() {
  return <TaskPage />
}
