import {
  CircularDependency,
  InvalidInput,
  InvalidRepository,
  NotFound,
  NothingToDo,
  RunActive,
} from '@coppice/engine/domain/refusals'

/** Why a run is not started, in whichever mode. */
export const START_REFUSALS = [NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository]
