import type { PlanProblem } from '@coppice/engine'
import { InvalidPlan } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { ErrorInterface } from './error.ts'

const PlanProblemType = builder.objectRef<PlanProblem>('PlanProblem').implement({
  fields: (t) => ({
    message: t.exposeString('message'),
    path: t.exposeString('path'),
    line: t.exposeInt('line', { nullable: true }),
    column: t.exposeInt('column', { nullable: true }),
  }),
})

builder.objectType(InvalidPlan, {
  name: 'InvalidPlanError',
  interfaces: [ErrorInterface],
  fields: (t) => ({ problems: t.expose('problems', { type: [PlanProblemType] }) }),
})
