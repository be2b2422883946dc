import {
  CircularDependency,
  InvalidInput,
  InvalidRepository,
  NotFound,
  NothingToDo,
  RunActive,
} from '@coppice/engine/domain/refusals'

/** The reasons why a run cannot start, in any mode. */
export const START_REFUSALS = [NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository]
