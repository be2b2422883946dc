import type { DeliveryObstacle, ProjectDelivery } from '@coppice/engine'
import { builder } from '../builder.ts'

const DeliveryObstacleType = builder.objectRef<DeliveryObstacle>('DeliveryObstacle').implement({
  description: 'A reason why Coppice would refuse a delivery now.',
  fields: (t) => ({
    message: t.exposeString('what'),
    paths: t.exposeStringList('paths', { description: 'The first paths, relative to the checkout. At most 20.' }),
    totalPaths: t.exposeInt('totalPaths'),
    help: t.exposeString('help', {
      nullable: true,
      description: 'What to do, with a command if there is one. It is null when `message` says it.',
    }),
  }),
})

export const ProjectDeliveryType = builder.objectRef<ProjectDelivery>('ProjectDelivery').implement({
  description: 'To which branch a run that starts now would deliver, and what prevents the delivery now.',
  fields: (t) => ({
    baseBranch: t.exposeString('baseBranch'),
    baseCommit: t.exposeString('commit', { nullable: true, description: 'It is null when the branch does not exist.' }),
    byHand: t.exposeBoolean('byHand', {
      description: 'True if a person moves the base branch. The delivery then stays PENDING when the run ends.',
    }),
    branch: t.exposeString('branch', {
      nullable: true,
      description:
        'The delivery branch to which the run delivers, for a pull request (`delivery: branch`). It is null when there is none.',
    }),
    checkoutPath: t.exposeString('checkout', {
      nullable: true,
      description:
        'The checkout in which the base branch is checked out. It is null when the branch is not checked out anywhere.',
    }),
    checkedOutBranch: t.exposeString('checkedOutBranch', {
      nullable: true,
      description:
        'The branch that is checked out in the main checkout of the repository. It is null for a detached HEAD.',
    }),
    obstacles: t.field({ type: [DeliveryObstacleType], resolve: ({ obstacles }) => [...obstacles] }),
  }),
})
