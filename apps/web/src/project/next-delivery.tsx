import { obstacleWords, whereWords } from './next-delivery-words.ts'
import type { ProjectData } from './project-documents.ts'
import { Block, Fact } from './promises.tsx'

/** Shows to which branch the next run will deliver, and what would prevent the delivery now, so that a person can fix it. */
export function NextDelivery({ project }: { project: Pick<ProjectData, 'nextDelivery' | 'repositoryPath'> }) {
  const { nextDelivery } = project
  return (
    <Block title="Delivery">
      <Fact status="COMPLETED">
        {nextDelivery.branch && (
          <>
            To the branch <code>{nextDelivery.branch}</code>, for a pull request. A person moves the base branch{' '}
          </>
        )}
        {!nextDelivery.branch && 'To '}
        <code>{nextDelivery.baseBranch}</code>, {whereWords(project)}
      </Fact>
      {nextDelivery.obstacles.map((obstacle) => (
        <Fact key={obstacle.message} status="CONFLICT">
          Coppice would refuse the delivery now: {obstacleWords(obstacle)}
        </Fact>
      ))}
    </Block>
  )
}
