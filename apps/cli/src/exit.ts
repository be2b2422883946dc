/** Each command calls this function with its exit code. */
export type Exit = (code: number) => void
