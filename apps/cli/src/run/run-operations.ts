import { REFUSAL } from '../client/refused-by.ts'
import { COST_FORECAST } from '../terminal/cost-forecast-words.ts'

export const CREATE_PROJECT = `mutation CreateProject($input: CreateProjectInput!) {
  createProject(input: $input) { __typename ${REFUSAL} ... on CreateProjectSuccess { project { id } } }
}`

export const SET_BASE_BRANCH = `mutation SetBaseBranch($input: SetBaseBranchInput!) {
  setBaseBranch(input: $input) { __typename ${REFUSAL} }
}`

export const START_PARALLEL = `mutation StartParallel($input: StartParallelInput!) {
  start: startParallel(input: $input) { __typename ${REFUSAL} ... on StartParallelSuccess { run { id number forecast { wallMs { lowMs highMs } cost ${COST_FORECAST} } } } }
}`

export const START_SEQUENTIAL = `mutation StartSequential($input: StartSequentialInput!) {
  start: startSequential(input: $input) { __typename ${REFUSAL} ... on StartSequentialSuccess { run { id number forecast { wallMs { lowMs highMs } cost ${COST_FORECAST} } } } }
}`

export const OUTCOME = `query Outcome($id: ID!) {
  run(id: $id) {
    number status statusReason branch baseBranch durationMs totalTasks completedTasks
    failedTasks(first: 200) { status error task { key branch sessions { id attempt kind } } }
    delivery { status commit reason }
    issues(first: 20) { title task { key } }
    project { followUps(first: 100, status: PROPOSED) { number } }
  }
}`
