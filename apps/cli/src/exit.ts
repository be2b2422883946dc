/** Each command answers its exit code by `exit`. What a command needs is loaded when it runs: help appears at once. */
export type Exit = (code: number) => void
