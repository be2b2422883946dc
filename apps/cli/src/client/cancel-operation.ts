import { REFUSAL } from './refused-by.ts'

export const CANCEL = `mutation Cancel($input: CancelInput!) {
  cancel(input: $input) { __typename ${REFUSAL} ... on CancelSuccess { cancelledAgents } }
}`
