/** @returns an address of the console from its path segments. */
const at = (...segments: string[]): string => `/${segments.map(encodeURIComponent).join('/')}`

export const AGENTS_ADDRESS = '/agents'
export const TOKENS_ADDRESS = '/tokens'
export const projectAddress = (projectId: string): string => at('projects', projectId)
export const expertiseAddress = (projectId: string): string => at('projects', projectId, 'expertise')
export const runAddress = (projectId: string, runId: string): string => at('projects', projectId, 'runs', runId)
