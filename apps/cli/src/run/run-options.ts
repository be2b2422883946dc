export interface RunOptions {
  repo: string
  plan: string
  parallel?: boolean
  maxConcurrency: number
  json?: boolean
  name?: string
}
