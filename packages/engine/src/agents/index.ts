/** What others need of the kinds of agents; pure. */
export { completeSettings } from './agent-settings.ts'
