import type { DeliveryObstacle, ProjectDelivery } from '@coppice/engine'
import { builder } from '../builder.ts'

const DeliveryObstacleType = builder.objectRef<DeliveryObstacle>('DeliveryObstacle').implement({
  description: 'What would refuse a delivery.',
  fields: (t) => ({
    message: t.exposeString('what'),
    paths: t.exposeStringList('paths', { description: 'The first of them, relative to the checkout; at most 20.' }),
    totalPaths: t.exposeInt('totalPaths'),
  }),
})

export const ProjectDeliveryType = builder.objectRef<ProjectDelivery>('ProjectDelivery').implement({
  description: 'Which branch a run started now would move, and what would refuse that now.',
  fields: (t) => ({
    baseBranch: t.exposeString('baseBranch'),
    baseCommit: t.exposeString('commit', { nullable: true, description: 'Is null when there is no such branch.' }),
    byHand: t.exposeBoolean('byHand', { description: 'A person delivers: the run ends with delivery PENDING.' }),
    checkoutPath: t.exposeString('checkout', {
      nullable: true,
      description: 'The checkout that moves with the branch; null: the branch is checked out nowhere.',
    }),
    checkedOutBranch: t.exposeString('checkedOutBranch', {
      nullable: true,
      description: 'What the repository’s own checkout is on; null: a detached HEAD.',
    }),
    obstacles: t.field({ type: [DeliveryObstacleType], resolve: ({ obstacles }) => [...obstacles] }),
  }),
})
