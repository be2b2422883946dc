import {
  BATCH_STATUSES,
  DELIVERY_STATUSES,
  ISOLATIONS,
  OUTPUT_KINDS,
  ROLES,
  RUN_MODES,
  RUN_STATUSES,
  SESSION_KINDS,
  SESSION_STATUSES,
  STRATEGIES,
  TASK_PHASES,
  TASK_STATUSES,
} from '@coppice/engine/domain/statuses'
import { builder } from '../builder.ts'

export const StrategyEnum = builder.enumType('Strategy', { values: STRATEGIES })
export const IsolationEnum = builder.enumType('Isolation', { values: ISOLATIONS })
export const RunModeEnum = builder.enumType('RunMode', { values: RUN_MODES })
export const RunStatusEnum = builder.enumType('RunStatus', { values: RUN_STATUSES })
export const BatchStatusEnum = builder.enumType('BatchStatus', { values: BATCH_STATUSES })
export const TaskStatusEnum = builder.enumType('TaskStatus', {
  description:
    'MERGING: the agent has finished, and its work waits to be merged. COMPLETED: the work is merged and verified.',
  values: TASK_STATUSES,
})
export const TaskPhaseEnum = builder.enumType('TaskPhase', {
  description: 'The present step of a task that is RUNNING or MERGING, or that waits for a slot.',
  values: TASK_PHASES,
})
export const SessionStatusEnum = builder.enumType('SessionStatus', { values: SESSION_STATUSES })
export const SessionKindEnum = builder.enumType('SessionKind', { values: SESSION_KINDS })
export const OutputKindEnum = builder.enumType('OutputKind', { values: OUTPUT_KINDS })
export const DependencyKindEnum = builder.enumType('DependencyKind', { values: ['HARD', 'SOFT'] as const })
export const DeliveryStatusEnum = builder.enumType('DeliveryStatus', { values: DELIVERY_STATUSES })
export const RoleEnum = builder.enumType('Role', { values: ROLES })
