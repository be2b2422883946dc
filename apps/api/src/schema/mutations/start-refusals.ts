import {
  CircularDependency,
  InvalidInput,
  InvalidRepository,
  NotFound,
  NothingToDo,
  RunActive,
} from '@coppice/engine/domain/refusals'

/** The refusals of the mutations that start a run. */
export const START_REFUSALS = [NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository]
